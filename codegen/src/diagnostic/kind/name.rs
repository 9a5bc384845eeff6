//! Names: `AB03..`.

use super::facts;

facts! {
    /// Names.
    pub enum NameFault {
    }
}
