//! Decisions about permissions, and their `tracing` events.

use super::permission::{ComponentId, Permission};

/// The target of the `tracing` events for decisions.
pub const TRACING_TARGET: &str = "airssys::capability";

/// The decision whether a call is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// `true` if the call is allowed.
    pub allowed: bool,
    /// The permission that allows the call.
    pub grant: Option<Permission>,
    /// The reason for a denial; empty if the call is allowed.
    pub reason: String,
}

impl Decision {
    pub(super) fn allow(grant: Permission) -> Self {
        Self { allowed: true, grant: Some(grant), reason: String::new() }
    }

    pub(super) fn deny(reason: impl Into<String>) -> Self {
        Self { allowed: false, grant: None, reason: reason.into() }
    }

    /// Converts the decision into a result.
    ///
    /// # Errors
    ///
    /// Returns the reason for a denial.
    pub fn into_result(self) -> Result<(), String> {
        if self.allowed { Ok(()) } else { Err(self.reason) }
    }

    /// Emits the event for the decision.
    pub(super) fn trace(self, component: &ComponentId, permission: &Permission) -> Self {
        match &self.grant {
            Some(grant) => {
                tracing::debug!(target: TRACING_TARGET, %component,
                    permission = permission.to_string(), grant = grant.to_string(), "allowed");
            }
            None => {
                let reason = &self.reason;
                tracing::warn!(target: TRACING_TARGET, %component,
                    permission = permission.to_string(), reason, "denied");
            }
        }
        self
    }
}
