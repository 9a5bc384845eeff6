//! Manifests and locks: `AB08..`.

use super::facts;

facts! {
    /// Manifests and locks.
    pub enum ManifestFault {
    }
}
