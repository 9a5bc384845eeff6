//! Names and constructs that the generated Rust code cannot have: `AB10..`.

use super::error_kinds;

error_kinds! {
    /// Errors about names and constructs that the generated Rust code cannot have.
    pub enum RustError {
        /// A type has the Rust name of a trait that is generated for a resource.
        GuestTrait {
            /// The type, with its keyword.
            name: String,
            /// The Rust name.
            rust: String,
            /// The resource of the trait: ``resource `r` ``.
            resource: String,
        } = Error 1001, "{name} conflicts with the trait `{rust}` generated for {resource}";
        /// Two names in WIT are one name in Rust.
        SameName {
            /// The second name.
            name: String,
            /// The first name.
            first: String,
            /// The name of both in Rust.
            rust: String,
        } = Error 1002, "`{name}` and `{first}` are both named `{rust}` in Rust";
        /// The name of a package is a Rust keyword, which `bindgen!` does not escape.
        KeywordOnHost {
            /// The package.
            package: String,
            /// The keyword.
            word: String,
        } = Error 1003, "package `{package}` cannot be bound for hosts: `{word}` is a Rust keyword";
        /// WIT that the Wasmtime in use does not support.
        TooNewForWasmtime {
            /// The item, with its kind: ``the getter `g` ``.
            item: String,
            /// The version in use.
            in_use: String,
        } = Error 1004, "Wasmtime {in_use} does not support {item}";
        /// WIT that wit-bindgen does not support for guests.
        UnsupportedForGuests {
            /// The function or type.
            name: String,
            /// The construct.
            construct: String,
        } = Error 1010, "`{name}` cannot be bound for guests: wit-bindgen does not support {construct}";
        /// Types for which a derive in `additional_derives` would fail.
        DerivesSkipped {
            /// The types.
            types: String,
        } = Warning 1011, "not all `additional_derives` can be derived for {types}";
    }
}
