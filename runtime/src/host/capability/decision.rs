//! The answer to the question whether something is allowed, and its trace.

use super::permission::{ComponentId, Permission};

/// The target of the events that tell of decisions.
pub const TARGET: &str = "airssys::capability";

/// Whether something is allowed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is.
    pub allowed: bool,
    /// The permission by which it is.
    pub grant: Option<Permission>,
    /// Why it is not; empty if it is.
    pub reason: String,
}

impl Decision {
    pub(super) fn allow(grant: Permission) -> Self {
        Self { allowed: true, grant: Some(grant), reason: String::new() }
    }

    pub(super) fn deny(reason: impl Into<String>) -> Self {
        Self { allowed: false, grant: None, reason: reason.into() }
    }

    /// Nothing if it is allowed.
    ///
    /// # Errors
    ///
    /// The reason, if it is not.
    pub fn into_result(self) -> Result<(), String> {
        if self.allowed { Ok(()) } else { Err(self.reason) }
    }

    /// Tells of the decision: who, what, and by which grant.
    pub(super) fn trace(self, component: &ComponentId, what: &Permission) -> Self {
        match &self.grant {
            Some(grant) => {
                tracing::debug!(target: TARGET, %component, %what, %grant, "allowed");
            }
            None => {
                tracing::warn!(target: TARGET, %component, %what, reason = self.reason, "denied");
            }
        }
        self
    }
}
