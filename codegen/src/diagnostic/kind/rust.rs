//! Names that Rust cannot have: `AB10..`.

use super::facts;

facts! {
    /// Names that Rust cannot have.
    pub enum RustFault {
    }
}
