//! Compares what a component requests with what it is granted, for those who grant.

use super::grants::compile;
use super::intersect::{FileRule, NetworkRule, ProcessRule, Rule};
use super::permission::{InvalidPermission, Permission, Permissions, RequestedPermissions};

/// What a component gets of the permissions that it requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The requested permissions.
    pub requested: Vec<RequestOutcome>,
    /// The permissions that are granted without effect, since nothing that is requested covers them.
    pub not_requested: Vec<Permission>,
}

/// What a component gets of one requested permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestOutcome {
    /// The requested permission.
    pub requested: Permission,
    /// The permissions in effect: the requested one, or narrower ones. Empty if the request is denied.
    pub allowed: Vec<Permission>,
    /// The reason why the request is denied or narrowed; empty if it is allowed.
    pub reason: String,
}

impl RequestOutcome {
    /// `true` if the whole request is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.allowed.contains(&self.requested)
    }
}

impl Comparison {
    /// Compares requested with granted permissions by the rules of [`Grants::new`](super::Grants::new).
    ///
    /// # Errors
    ///
    /// Returns the first permission, requested or granted, with an invalid pattern.
    pub fn new(
        requested: &RequestedPermissions,
        granted: &Permissions,
    ) -> Result<Self, InvalidPermission> {
        let component = &requested.component;
        let mut comparison = Self::default();
        comparison.add::<FileRule>(
            &compile(component, &requested.filesystem)?,
            &compile(component, &granted.filesystem)?,
        );
        comparison.add::<NetworkRule>(
            &compile(component, &requested.network)?,
            &compile(component, &granted.network)?,
        );
        comparison.add::<ProcessRule>(
            &compile(component, &requested.process)?,
            &compile(component, &granted.process)?,
        );
        Ok(comparison)
    }

    fn add<R: Rule>(&mut self, requested: &[R], granted: &[R]) {
        self.requested.extend(requested.iter().map(|request| outcome(request, granted)));
        let has_no_effect =
            |grant: &&R| requested.iter().all(|request| grant.intersect(request).is_none());
        self.not_requested.extend(granted.iter().filter(has_no_effect).map(R::permission));
    }
}

fn outcome<R: Rule>(request: &R, granted: &[R]) -> RequestOutcome {
    let mut allowed: Vec<Permission> = Vec::new();
    for rule in granted.iter().filter_map(|grant| grant.intersect(request)) {
        if !allowed.contains(&rule.permission()) {
            allowed.push(rule.permission());
        }
    }
    let requested = request.permission();
    let reason = if allowed.contains(&requested) {
        String::new()
    } else if allowed.is_empty() {
        denial(request, granted)
    } else {
        "only a part is granted".into()
    };
    RequestOutcome { requested, allowed, reason }
}

/// The reason why no grant has a part of a request.
fn denial<R: Rule>(request: &R, granted: &[R]) -> String {
    let grants: Vec<_> = granted.iter().filter(|grant| grant.has_action_of(request)).collect();
    if grants.is_empty() {
        return "nothing is granted for this action".into();
    }
    let patterns: Vec<_> = grants.iter().map(|grant| grant.permission().shown_pattern()).collect();
    let note = match grants.iter().any(|grant| grant.stars_exclude(request)) {
        true => "; no `*` stands for ranges, loopback, private and other special addresses",
        false => "",
    };
    format!(
        "no grant covers it or is part of it; granted for this action: {}{note}",
        patterns.join(", ")
    )
}
