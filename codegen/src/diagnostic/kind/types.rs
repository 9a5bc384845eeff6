//! Types, resources and handles: `AB06..`.

use super::facts;

facts! {
    /// Types, resources and handles.
    pub enum TypeFault {
    }
}
