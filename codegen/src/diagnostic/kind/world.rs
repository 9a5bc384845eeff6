//! Worlds: `AB05..`.

use super::facts;

facts! {
    /// Worlds.
    pub enum WorldFault {
    }
}
