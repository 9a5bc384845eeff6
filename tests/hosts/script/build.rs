//! Generates bindings for a host.

use airssys_bindings::build::{Config, FunctionFlag, Side};

fn main() {
    Config::new()
        .side(Side::Host)
        .world("full")
        .imports("default", [FunctionFlag::Async, FunctionFlag::Trappable])
        .imports("airssys:core-host/host-services.log", [FunctionFlag::Trappable])
        .exports("default", [FunctionFlag::Async])
        .trappable_error_type("airssys:core-types/types.file-error", "crate::Error")
        .with("airssys:ext-filesystem/filesystem.file", "crate::File")
        .additional_derives(["PartialEq"])
        .require_store_data_send(true)
        .optional_exports(true)
        .generate();
}
