//! Error contexts: messages in memory.

use std::borrow::ToOwned as _;
use std::error::Error;
use std::fmt;
use std::string::String;

/// The type `error-context` of the component model.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorContext {
    debug_message: String,
}

impl ErrorContext {
    /// Creates an error with a message.
    #[must_use]
    pub fn new(debug_message: &str) -> Self {
        Self { debug_message: debug_message.to_owned() }
    }

    /// Returns the message.
    #[must_use]
    pub fn debug_message(&self) -> String {
        self.debug_message.clone()
    }

    #[doc(hidden)]
    #[must_use]
    pub fn from_handle(_: u32) -> Self {
        super::no_handle()
    }

    #[doc(hidden)]
    #[must_use]
    pub fn handle(&self) -> u32 {
        super::no_handle()
    }
}

impl fmt::Display for ErrorContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.debug_message)
    }
}

impl Error for ErrorContext {}
