//! Names that Rust cannot have: `AB10..`.

use super::facts;

facts! {
    /// Names that Rust cannot have.
    pub enum RustError {
        /// A type has the name of a trait that is made for a resource.
        GuestTrait {
            /// The type, with its keyword.
            name: String,
            /// The Rust name.
            rust: String,
            /// What the trait is made for: ``resource `r` ``.
            resource: String,
        } = Error 1001, "{name} clashes with the trait `{rust}` made for {resource}";
        /// Two names become one in Rust.
        SameName {
            /// The second.
            name: String,
            /// The first.
            first: String,
            /// What both become.
            rust: String,
        } = Error 1002, "`{name}` and `{first}` are both `{rust}` in Rust";
        /// The name of a package is a word that Rust keeps for itself, and `bindgen!` writes it as it is.
        KeywordOnHost {
            /// The package.
            package: String,
            /// The word.
            word: String,
        } = Error 1003, "the package `{package}` cannot be bound on the host side: `{word}` is a keyword of Rust";
        /// WIT that the Wasmtime in use cannot read.
        TooNewForWasmtime {
            /// What it is, with its name.
            item: String,
            /// The version in use.
            in_use: String,
        } = Error 1004, "Wasmtime {in_use} cannot read {item}";
    }
}
