//! The arguments of the call: `AB09..`.

use super::error_kinds;

error_kinds! {
    /// What can be wrong with the arguments.
    pub enum ArgumentError {
        /// `world` or `worlds` names a world that is not there.
        WorldNotFound {
            /// As the user wrote it.
            world: String,
        } = Error 901, "no world `{world}`";
        /// `world` or `worlds` names several worlds.
        WorldAmbiguous {
            /// As the user wrote it.
            world: String,
        } = Error 902, "several worlds are called `{world}`";
        /// `module` is not a path that starts with `crate`.
        ModuleNotFromCrate {
            /// As the user wrote it.
            module: String,
        } = Error 903, "`module` must be a path from the crate's root, not `{module}`";
        /// An option that there is not.
        UnknownOption {
            /// As the user wrote it.
            option: String,
        } = Error 904, "there is no option `{option}`";
        /// An option is given twice.
        OptionTwice {
            /// The option.
            option: String,
        } = Error 905, "`{option}` is given twice";
        /// An option's value is of another type.
        WrongType {
            /// The option.
            option: String,
            /// What it takes.
            expected: &'static str,
        } = Error 906, "`{option}` takes {expected}";
        /// The arguments as a whole are not options in braces.
        NotOptions = Error 907, "the arguments are not options in braces";
        /// A name in an option is not that of anything that the option is about.
        NameMatchesNothing {
            /// The option.
            option: String,
            /// The name as the user wrote it.
            name: String,
        } = Error 909, "nothing is called `{name}` that `{option}` could be about";
        /// A package is behind a `cfg`, and one that needs it is not.
        NeedsGated {
            /// The package that is not.
            package: String,
            /// The package that is.
            needs: String,
        } = Error 910, "`{package}` is always there, and needs `{needs}`, which is not";
        /// A name in an option has no effect, since another goes before it.
        Overruled {
            /// The option.
            option: String,
            /// The name as the user wrote it.
            name: String,
        } = Error 911, "what `{option}` says of `{name}` has no effect";
        /// An option of the other side.
        OtherSide {
            /// The option.
            option: String,
            /// The side that it is about: `guest` or `host`.
            side: &'static str,
        } = Error 912, "`{option}` is about the {side} side";
        /// A side, without the feature for it.
        NoSide {
            /// The side: `guest` or `host`.
            side: &'static str,
            /// The feature: `macros`, `host`, which brings Wasmtime, or `host-bindings` for who has one.
            feature: &'static str,
        } = Error 913, "`side: {side}` needs the feature `{feature}` of `airssys-bindings`";
        /// An option that cannot work.
        CannotWork {
            /// The option.
            option: String,
            /// Why, behind "cannot work".
            reason: &'static str,
        } = Error 914, "`{option}` cannot work {reason}";
        /// More predicates in `cfg` than the host side can tell apart.
        TooManyGates = Error 915, "on the host side `cfg` takes up to four different predicates";
        /// The call is in a function.
        InFunction = Error 908, "bindings cannot be made inside a function";
    }
}
