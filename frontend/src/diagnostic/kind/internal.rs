//! Bugs of airssys-bindings or of a library that it uses: `AB99..`.

use super::error_kinds;

error_kinds! {
    /// Errors that are bugs of airssys-bindings.
    pub enum InternalError {
        /// A stage of airssys-bindings, or a library that it uses, panicked.
        Panicked {
            /// The stage: `generating the bindings`.
            doing: String,
            /// The message of the panic.
            message: String,
        } = Error 9901, "airssys-bindings failed while {doing}: {message}";
        /// wit-bindgen failed, or generated code that its pinned version does not generate.
        Generator {
            /// The item that was being generated.
            item: String,
            /// The message of the generator.
            message: String,
        } = Error 9902, "wit-bindgen could not generate {item}: {message}";
    }
}
