//! The arguments of the call: `AB09..`.

use super::facts;

facts! {
    /// What can be wrong with the arguments.
    pub enum ArgumentFault {
        /// `world` or `worlds` names a world that is not there.
        WorldNotFound {
            /// As the user wrote it.
            world: String,
        } = Error 901, "there is no world `{world}`";
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
    }
}
