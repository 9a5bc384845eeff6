//! Types, resources and handles: `AB06..`.

use super::facts;

facts! {
    /// Types, resources and handles.
    pub enum TypeError {
        /// A type with nothing in it.
        Empty {
            /// `enum`.
            word: String,
            /// Its name.
            name: String,
            /// `case`.
            item: String,
        } = Error 601, "{word} `{name}` needs one {item} at least";
        /// A tuple with nothing in it.
        EmptyTuple = Error 602, "a tuple needs one type at least";
        /// Too many flags.
        TooManyFlags {
            /// Their type.
            name: String,
            /// How many.
            count: usize,
        } = Error 603, "flags `{name}` has {count} flags, and 32 are allowed";
        /// A map whose key can be no key.
        MapKey {
            /// The key.
            key: String,
        } = Error 604, "`{key}` cannot be the key of a map";
        /// A type that contains itself.
        Recursive {
            /// The type, with its keyword.
            name: String,
            /// How, the first again at the end.
            ring: String,
        } = Error 605, "{name} contains itself: {ring}";
        /// A handle of something that is no resource.
        NotAResource {
            /// The name.
            name: String,
            /// `a record`.
            what: String,
            /// `own` or `borrow`.
            word: String,
        } = Error 606, "`{word}<{name}>` needs a resource, and `{name}` is {what}";
        /// A function whose result holds a `borrow`.
        BorrowReturned {
            /// The function.
            name: String,
        } = Error 607, "function `{name}` cannot give back a `borrow`";
        /// A second constructor.
        TwoConstructors {
            /// The resource.
            name: String,
        } = Error 608, "resource `{name}` has two constructors";
        /// A constructor that gives something else than its resource.
        ConstructorResult {
            /// The resource.
            name: String,
        } = Error 609, "the `->` of a constructor of `{name}` can only be `result<{name}, …>`";
        /// `get(…)` with parameters.
        GetterParameters {
            /// The name.
            name: String,
        } = Error 610, "getter `{name}` has parameters";
        /// `get()` without a result.
        GetterResult {
            /// The name.
            name: String,
        } = Error 611, "getter `{name}` gives nothing";
        /// `set(…)` with no parameter, or several.
        SetterParameters {
            /// The name.
            name: String,
        } = Error 612, "setter `{name}` needs one parameter";
        /// `set(…)` with a result.
        SetterResult {
            /// The name.
            name: String,
        } = Error 613, "setter `{name}` can only give nothing, or `result<_, …>`";
        /// `set(…)` without `get()`.
        SetterAlone {
            /// The name.
            name: String,
        } = Error 614, "setter `{name}` has no getter";
        /// A stream or a future carries a `borrow`.
        BorrowCarried {
            /// The function.
            function: String,
        } = Error 615, "a `stream` or `future` of function `{function}` carries a `borrow`";
    }
}
