//! Feature gates: `AB07..`.

use super::facts;

facts! {
    /// Feature gates.
    pub enum GateFault {
    }
}
