//! The identity of the macro call, from its arguments and the compiler's environment.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use airssys_bindings_codegen::request::Call;
use proc_macro2::TokenStream;

use crate::compiler;

/// Returns the folder of the crate's `Cargo.toml`.
pub(crate) fn manifest_dir() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

/// Returns the identity of the call that is being expanded. Call it once for each expansion.
///
/// The location is no part of it: the compiler reports that of the `macro_rules!` macro around the call. It would also
/// change the expansion whenever code above the call changes.
pub(crate) fn identify(arguments: &TokenStream) -> Call {
    let arguments = arguments.to_string();
    let variable = |name| env::var(name).unwrap_or_default();
    Call {
        package: variable("CARGO_PKG_NAME"),
        version: variable("CARGO_PKG_VERSION"),
        target: format!("{} {}", target_kind(), variable("CARGO_CRATE_NAME")),
        name: Call::name(&arguments, count(&arguments)),
    }
}

/// Returns the kind of the crate in its package. A library, a binary and a test that is linked with the library can have
/// the same name.
fn target_kind() -> &'static str {
    let is_set = |name| env::var_os(name).is_some();
    if is_set("CARGO_BIN_NAME") {
        "bin"
    } else if is_set("CARGO_TARGET_TMPDIR") {
        "test"
    } else {
        "lib"
    }
}

/// Counts the calls with these arguments, and returns the number of earlier ones.
///
/// The compiler expands the calls of a crate in the same order each time. The server of an editor expands calls of any crates,
/// and again after each change, so a count would never be the same: there, equal calls are not distinguished. Nothing links
/// their code.
fn count(arguments: &str) -> usize {
    static CALLS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());
    if !compiler::is_running() {
        return 0;
    }
    let mut calls = CALLS.lock().unwrap_or_else(PoisonError::into_inner);
    let calls = calls.entry(arguments.to_owned()).or_default();
    *calls += 1;
    *calls - 1
}
