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
        /// A name for which Wasmtime's `bindgen!` generates invalid Rust.
        NameOnHost {
            /// The item, with its kind: ``package `a:match` ``.
            item: String,
            /// The name in Rust.
            word: String,
            /// The rest of the sentence: `is a Rust keyword`.
            reason: &'static str,
        } = Error 1003, "{item} cannot be bound for hosts: `{word}` {reason}";
        /// WIT for which no Wasmtime generates host code.
        NotSupportedByWasmtime {
            /// The item, with its kind: ``the getter `g` ``.
            item: String,
        } = Error 1004, "no version of Wasmtime supports {item} yet";
        /// WIT that wit-bindgen does not support for guests.
        UnsupportedForGuests {
            /// The function or type.
            name: String,
            /// The construct.
            construct: String,
        } = Error 1010, "`{name}` cannot be bound for guests: wit-bindgen 0.63 does not support {construct}";
        /// Types for which a derive in `additional_derives` would fail.
        DerivesSkipped {
            /// The types.
            types: String,
        } = Warning 1011, "Rust cannot derive all `additional_derives` for {types}";
    }
}
