//! Two records with the same fields in different interfaces are two types.

use crate::shop::test::store::{shelf, store};

/// Two implementations for one type do not compile.
#[allow(dead_code)]
trait Distinct {}

impl Distinct for store::Label {}
impl Distinct for shelf::Label {}
