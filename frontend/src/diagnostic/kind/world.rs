//! Worlds: `AB05..`.

use super::error_kinds;

error_kinds! {
    /// Errors about worlds.
    pub enum WorldError {
        /// A world imports or exports the same item twice.
        Duplicate {
            /// `import` or `export`.
            word: String,
            /// The name.
            name: String,
        } = Error 501, "`{name}` is {word}ed more than once";
        /// An included world has an item of a name that the world already has.
        IncludeConflict {
            /// `import` or `export`.
            word: String,
            /// The name.
            name: String,
            /// The included world.
            world: String,
        } = Error 502, "including world `{world}` would {word} `{name}` twice";
        /// `with` renames an item that the included world does not have.
        RenameNotFound {
            /// The name.
            name: String,
            /// The included world.
            world: String,
        } = Error 503, "world `{world}` has no `{name}` to rename";
        /// An export needs an interface to be both imported and exported.
        TransitiveImport {
            /// The world.
            world: String,
            /// The imported interface that the export uses.
            through: String,
            /// The exported interface that `through` uses, and so imports.
            exported: String,
        } = Error 504, "world `{world}` would contain two `{exported}`: the exported one, and through `{through}` the imported one";
        /// A world includes so many items that they do not fit into memory.
        TooManyItems {
            /// The world.
            world: String,
        } = Error 505, "world `{world}` has too many included items";
    }
}
