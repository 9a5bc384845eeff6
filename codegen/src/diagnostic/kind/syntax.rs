//! The text of WIT: `AB02..`.

use super::facts;

facts! {
    /// The text of WIT.
    pub enum SyntaxFault {
    }
}
