//! Imported and exported resources, and types that contain them, are distinct; other types are shared.

use crate::shop::test::store::shop::exports::test::store::store as exported;
use crate::shop::test::store::store as tree;

/// Two implementations for one type would not compile.
#[allow(dead_code)]
trait Distinct {}

impl Distinct for tree::Item {}
impl Distinct for exported::Item {}
impl Distinct for tree::Pair {}
impl Distinct for exported::Pair {}

const _: fn(tree::Label) -> exported::Label = |label| label;
