//! Types, resources and handles: `AB06..`.

use super::error_kinds;

error_kinds! {
    /// Errors about types, resources and handles.
    pub enum TypeError {
        /// A record, variant, enum or flags without members.
        Empty {
            /// `enum`.
            word: String,
            /// Its name.
            name: String,
            /// `case`.
            item: String,
        } = Error 601, "{word} `{name}` has no {item}s";
        /// A tuple without types.
        EmptyTuple = Error 602, "a tuple needs at least one type";
        /// A `flags` type with more than 32 flags.
        TooManyFlags {
            /// Their type.
            name: String,
            /// The number of flags.
            count: usize,
        } = Error 603, "flags `{name}` has {count} flags, but at most 32 are allowed";
        /// A map whose key has a type that is not allowed for keys.
        MapKey {
            /// The key.
            key: String,
        } = Error 604, "`{key}` is not allowed as the key of a `map`";
        /// A type that contains itself.
        Recursive {
            /// The type, with its keyword.
            name: String,
            /// The types, each containing the next, the first again at the end.
            cycle: String,
        } = Error 605, "{name} contains itself: {cycle}";
        /// A handle to a type that is not a resource.
        NotAResource {
            /// The name.
            name: String,
            /// `a record`.
            what: String,
            /// `own` or `borrow`.
            word: String,
        } = Error 606, "`{word}<…>` needs a resource, but `{name}` is {what}";
        /// A function whose result contains a `borrow`.
        BorrowReturned {
            /// The function.
            name: String,
        } = Error 607, "function `{name}` cannot return a `borrow`";
        /// A second constructor.
        DuplicateConstructor {
            /// The resource.
            name: String,
        } = Error 608, "resource `{name}` has two constructors";
        /// A constructor that returns something other than its resource.
        ConstructorResult {
            /// The resource.
            name: String,
        } = Error 609, "a constructor of `{name}` can only return `result<{name}, …>`";
        /// `get(…)` with parameters.
        GetterParameters {
            /// The name.
            name: String,
        } = Error 610, "getter `{name}` has parameters";
        /// `get()` without a result.
        GetterResult {
            /// The name.
            name: String,
        } = Error 611, "getter `{name}` returns nothing";
        /// `set(…)` with no parameter, or several.
        SetterParameters {
            /// The name.
            name: String,
        } = Error 612, "setter `{name}` needs exactly one parameter";
        /// `set(…)` with a result.
        SetterResult {
            /// The name.
            name: String,
        } = Error 613, "setter `{name}` can only return nothing or `result<_, …>`";
        /// `set(…)` without `get()`.
        SetterWithoutGetter {
            /// The name.
            name: String,
        } = Error 614, "setter `{name}` has no getter";
        /// A stream or a future contains a `borrow`.
        BorrowInStream {
            /// The function.
            function: String,
        } = Error 615, "function `{function}` has a `borrow` inside a `stream` or `future`";
        /// A type that no component can have because of its size.
        TooLarge {
            /// The type.
            name: String,
        } = Error 616, "type `{name}` is too large";
        /// A type or a function has more members than a component can have, or an interface has very many resources.
        TooManyMembers {
            /// The item, such as ``record `r` ``.
            of: String,
            /// `fields`, `cases`, `parameters` or `resources`.
            members: String,
        } = Error 617, "{of} has too many {members}";
    }
}
