//! Worlds: `AB05..`.

use super::facts;

facts! {
    /// Worlds.
    pub enum WorldError {
        /// A world imports or exports the same thing twice.
        Twice {
            /// `import` or `export`.
            word: String,
            /// The name.
            name: String,
        } = Error 501, "`{name}` is {word}ed twice";
        /// An included world has a name that is there already.
        IncludeConflict {
            /// `import` or `export`.
            word: String,
            /// The name.
            name: String,
            /// The included world.
            world: String,
        } = Error 502, "world `{world}` {word}s a `{name}` too";
        /// `with` renames something that the included world does not have.
        RenameNotFound {
            /// The name.
            name: String,
            /// The included world.
            world: String,
        } = Error 503, "world `{world}` has no `{name}` that could be renamed";
        /// An export needs an interface both imported and exported.
        Transitive {
            /// The export.
            export: String,
            /// What it needs that is not exported.
            through: String,
            /// What that needs that is exported.
            exported: String,
        } = Error 504, "exported `{export}` needs `{through}`, which is imported and uses the imported `{exported}`, but `{exported}` is exported";
    }
}
