//! Exports nothing: it calls the host while it is instantiated, and that is all it does.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

use airssys::core_host::host_services;
use airssys::core_types::types::LogLevel;

/// What a runtime calls when it has instantiated the module.
#[cfg_attr(target_os = "unknown", unsafe(no_mangle))]
extern "C" fn _initialize() {
    for id in host_services::list_components() {
        host_services::log(LogLevel::Warn, &id.name, &[]);
    }
}

// Where a C library has an `_initialize` of its own, that one calls this.
#[cfg(target_os = "wasi")]
#[used]
#[unsafe(link_section = ".init_array")]
static INITIALIZE: extern "C" fn() = _initialize;
