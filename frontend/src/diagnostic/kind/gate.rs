//! Feature gates: `AB07..`.

use super::error_kinds;

error_kinds! {
    /// Errors about feature gates.
    pub enum GateError {
        /// An item that is not gated uses an item whose feature is off.
        Disabled {
            /// ``type `t` ``.
            what: String,
            /// The feature.
            feature: String,
        } = Error 701, "{what} is gated by feature `{feature}`, which is off";
        /// An item is not gated, but the interface, world or resource that contains it is.
        UngatedInGated {
            /// ``type `t` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
            /// The feature.
            feature: String,
        } = Error 702, "{what} is not gated, but {owner} is gated by feature `{feature}`, which is off";
        /// `@since` in a package that has no version.
        Unversioned {
            /// The package.
            package: String,
        } = Error 703, "`@since` needs a package with a version, but `{package}` has none";
        /// `@since` with a version later than that of the package.
        Unreleased {
            /// The version of the attribute.
            since: String,
            /// The package with its version.
            package: String,
        } = Error 704, "`@since(version = {since})` is later than the version of `{package}`";
        /// `@deprecated` without `@since` or `@unstable`.
        DeprecatedAlone = Error 705, "`@deprecated` needs `@since` or `@unstable` on the same item";
        /// `@since` and `@unstable` on one item.
        SinceAndUnstable = Error 706, "an item cannot have both `@since` and `@unstable`";
        /// An attribute that an item has more than once.
        DuplicateAttribute {
            /// Its name.
            name: String,
        } = Error 707, "duplicate attribute `@{name}`";
    }
}
