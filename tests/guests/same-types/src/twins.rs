//! Records with the same fields in different interfaces are distinct types.

use crate::shop::test::store::{shelf, store};

/// Two implementations for one type would not compile.
#[allow(dead_code)]
trait Distinct {}

impl Distinct for store::Label {}
impl Distinct for shelf::Label {}
