//! The rules of semantic versioning: which changes a new version allows.

use semver::{Prerelease, Version};

/// The part of a version that a change raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bump {
    /// Nothing changed.
    None,
    /// A change of gates or of `@unstable` items.
    Patch,
    /// A new item.
    Minor,
    /// A change that breaks callers or implementers.
    Major,
}

/// Returns the lowest version that allows a change of `old`.
///
/// In a version `0.x`, the second number counts as the first one: that is how components are linked.
pub(super) fn required(old: &Version, bump: Bump) -> Version {
    let (major, minor, patch) = (old.major, old.minor, old.patch);
    match bump {
        Bump::None => old.clone(),
        // A pre-release promises nothing; its release is the next version.
        _ if !old.pre.is_empty() => Version::new(major, minor, patch),
        Bump::Major if major > 0 => Version::new(major + 1, 0, 0),
        Bump::Major if minor > 0 => Version::new(0, minor + 1, 0),
        Bump::Minor if major > 0 => Version::new(major, minor + 1, 0),
        Bump::Major | Bump::Minor | Bump::Patch => Version::new(major, minor, patch + 1),
    }
}

/// `true` if a change from `old` to `new` is allowed.
pub(super) fn allows(old: &Version, new: &Version, bump: Bump) -> bool {
    match old.pre.is_empty() {
        // The pre-release of a version may change as much as the version.
        true => Version { pre: Prerelease::EMPTY, ..new.clone() } >= required(old, bump),
        false => bump == Bump::None || new > old,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_required_version_follows_the_rules_of_semver() {
        let cases = [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.0.0-rc.1", "1.0.0", "1.0.0", "1.0.0"),
        ];
        for (old, patch, minor, major) in cases {
            let old: Version = old.parse().expect("a version");
            let of = |bump| required(&old, bump).to_string();
            assert_eq!([of(Bump::Patch), of(Bump::Minor), of(Bump::Major)], [patch, minor, major]);
            assert_eq!(of(Bump::None), old.to_string());
        }
    }

    #[test]
    fn a_version_allows_changes() {
        let allows = |old: &str, new: &str, bump| {
            super::allows(&old.parse().expect("a version"), &new.parse().expect("a version"), bump)
        };
        assert!(allows("1.2.0", "1.2.0", Bump::None) && !allows("1.2.0", "1.2.0", Bump::Patch));
        assert!(allows("1.2.0", "1.3.0", Bump::Minor) && !allows("1.2.0", "1.2.9", Bump::Minor));
        assert!(
            allows("1.2.0", "2.0.0-rc.1", Bump::Major) && !allows("1.2.0", "1.9.0", Bump::Major)
        );
        assert!(allows("1.0.0-rc.1", "1.0.0-rc.2", Bump::Major));
        assert!(!allows("1.0.0-rc.1", "1.0.0-rc.1", Bump::Minor));
        assert!(allows("0.2.0", "0.2.1", Bump::Minor) && !allows("0.2.0", "0.2.1", Bump::Major));
    }
}
