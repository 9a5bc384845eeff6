//! Feature gates: `AB07..`.

use super::facts;

facts! {
    /// Feature gates.
    pub enum GateError {
        /// Something that is turned off is used by something that is not.
        Off {
            /// ``type `t` ``.
            what: String,
            /// The feature.
            feature: String,
        } = Error 701, "{what} is `@unstable(feature = {feature})`, and that feature is off";
        /// A type is on in an interface or world that is off.
        InsideOff {
            /// ``type `t` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
            /// The feature.
            feature: String,
        } = Error 702, "{what} is on, but {owner} is `@unstable(feature = {feature})` and off";
        /// `@since` in a package that has no version.
        Unversioned {
            /// The package.
            package: String,
        } = Error 703, "`@since` needs a package with a version, and `{package}` has none";
        /// `@since` of a version that is yet to come.
        Unreleased {
            /// The version of the attribute.
            since: String,
            /// The package with its version.
            package: String,
        } = Error 704, "`@since(version = {since})` is later than `{package}` itself";
        /// `@deprecated` alone.
        DeprecatedAlone = Error 705, "`@deprecated` needs `@since` or `@unstable` beside it";
        /// `@since` and `@unstable`.
        SinceAndUnstable = Error 706, "`@since` and `@unstable` exclude each other";
        /// An attribute twice.
        Twice {
            /// Its name.
            name: String,
        } = Error 707, "`@{name}` stands here twice";
    }
}
