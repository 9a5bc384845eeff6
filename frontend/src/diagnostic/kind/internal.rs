//! Faults of ours, or of a library underneath: `AB99..`.

use super::facts;

facts! {
    /// What should never happen.
    pub enum InternalError {
        /// A library underneath panicked.
        Panicked {
            /// What was being done.
            doing: String,
            /// The words of the panic.
            message: String,
        } = Error 9901, "airssys-bindings failed while {doing}: {message}";
        /// wit-bindgen gave an error, or code that is not what its pinned version gives.
        Generator {
            /// What was being generated.
            item: String,
            /// The words of the generator.
            message: String,
        } = Error 9902, "wit-bindgen could not generate {item}: {message}";
    }
}
