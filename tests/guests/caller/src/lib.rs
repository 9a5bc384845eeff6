//! A component without exports, which calls the host during instantiation.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

use airssys::core_host::host_services;
use airssys::core_types::types::LogLevel;

/// Called by the runtime during instantiation.
#[cfg_attr(target_os = "unknown", unsafe(no_mangle))]
extern "C" fn _initialize() {
    for id in host_services::list_components() {
        host_services::log(LogLevel::Warn, &id.name, &[]);
    }
}

// A C library with its own `_initialize` calls the functions in `.init_array`.
#[cfg(target_os = "wasi")]
#[used]
#[unsafe(link_section = ".init_array")]
static INITIALIZE: extern "C" fn() = _initialize;
