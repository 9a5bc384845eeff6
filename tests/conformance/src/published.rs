//! The WIT directories in published packages, against `wit-parser` and the original macros.

mod call;
mod case;
mod compile;
mod expand;
mod root;
mod table;

pub use self::call::Call;
pub use self::case::{Case, cases};
pub use self::compile::{compile, upstream};
pub use self::expand::{Failure, expand, expand_with_limit, failure};
pub use self::root::{Root, roots};
pub use self::table::{Calls, Exception, Row, Table};
