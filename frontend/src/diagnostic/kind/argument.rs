//! Errors in the arguments of the macro call and in the options of `build::Config`, `AB09..`.

use super::error_kinds;

error_kinds! {
    /// An error in the arguments.
    pub enum ArgumentError {
        /// `world` or `worlds` names a world that does not exist.
        WorldNotFound {
            /// The name in the option.
            world: String,
        } = Error 901, "no world `{world}`";
        /// `world` or `worlds` names a world that several packages have.
        WorldAmbiguous {
            /// The name in the option.
            world: String,
        } = Error 902, "the world `{world}` is ambiguous";
        /// `module` is not a path below `crate`.
        ModuleNotFromCrate {
            /// The path in the option.
            module: String,
        } = Error 903, "`module` must be a path such as `crate::bindings`, not `{module}`";
        /// An option does not exist.
        UnknownOption {
            /// The name in the call.
            option: String,
        } = Error 904, "unknown option `{option}`";
        /// An option is specified twice.
        OptionTwice {
            /// The option.
            option: String,
        } = Error 905, "`{option}` is specified more than once";
        /// The value of an option is of the wrong kind.
        WrongType {
            /// The option.
            option: String,
            /// The kind of value that the option expects.
            expected: &'static str,
        } = Error 906, "`{option}` expects {expected}";
        /// The arguments have a syntax error.
        UnexpectedToken {
            /// A description of the tokens that are allowed.
            expected: &'static str,
            /// The token in the call, in backticks.
            found: String,
        } = Error 907, "expected {expected}, found {found}";
        /// A name in an option matches no item.
        NameMatchesNothing {
            /// The option.
            option: String,
            /// The name in the option.
            name: String,
        } = Error 909, "`{option}` names `{name}`, which does not exist";
        /// A package without a `cfg` depends on a package with one.
        NeedsGated {
            /// The package without a `cfg`.
            package: String,
            /// The package with a `cfg`.
            needs: String,
        } = Error 910, "`{package}` has no `cfg`, but depends on `{needs}`, which has one";
        /// A name in an option has no effect, since another one takes precedence.
        Overruled {
            /// The option.
            option: String,
            /// The name in the option.
            name: String,
        } = Error 911, "`{name}` in `{option}` has no effect";
        /// An option does not apply to the side of the call.
        WrongSide {
            /// The option.
            option: String,
            /// The side that the option applies to: `guest` or `host`.
            side: &'static str,
        } = Error 912, "`{option}` applies to {side}s only";
        /// The feature for a side is not enabled.
        MissingFeature {
            /// The side: `guest` or `host`.
            side: &'static str,
            /// The feature: `macros`, `host`, which includes Wasmtime, or `host-bindings`, which does not.
            feature: &'static str,
        } = Error 913, "`side: {side}` needs the feature `{feature}` of `airssys-bindings`";
        /// An option conflicts with the rest of the call.
        CannotWork {
            /// The option.
            option: String,
            /// The conflict, in words that follow "cannot be used".
            reason: &'static str,
        } = Error 914, "`{option}` cannot be used {reason}";
        /// `cfg` of a host has more predicates than are supported.
        TooManyGates = Error 915, "`cfg` supports up to four different predicates for hosts";
        /// A name in `features`, `skip` or `additional_derives_ignore` matches no item.
        NameIgnored {
            /// The option.
            option: String,
            /// The name in the option.
            name: String,
        } = Warning 916, "`{option}` names `{name}`, which does not exist";
        /// A name without a version matches items of several versions of a package.
        NameAmbiguous {
            /// The option.
            option: String,
            /// The name in the option.
            name: String,
        } = Error 917, "`{name}` in `{option}` is ambiguous";
        /// The call is not in the parent of the module in `module`.
        ModuleElsewhere {
            /// The path in the option.
            module: String,
        } = Error 920, "`module` is `{module}`, but the call is in another module";
        /// The value of an option selects nothing.
        EmptyValue {
            /// The option.
            option: String,
        } = Error 918, "`{option}` is empty";
        /// `worlds` does not select the world that `world` names.
        WorldNotSelected {
            /// The name in `world`.
            world: String,
        } = Error 919, "`worlds` does not select the world `{world}`";
        /// A call selects more worlds than it can bind.
        TooManyWorlds {
            /// The number of selected worlds.
            selected: usize,
            /// The largest number.
            limit: usize,
        } = Error 921, "the call binds {selected} worlds, more than the limit of {limit}";
        /// A guest exports more functions of one interface or world than it can.
        TooManyExports {
            /// The world.
            world: String,
            /// The number of functions of the interface, or of the world itself.
            functions: usize,
            /// The largest number.
            limit: usize,
        } = Error 922, "world `{world}` exports {functions} functions at once, more than the limit of {limit}";
    }
}
