//! Generates bindings for a host, and the implementations to start from.

use std::path::Path;
use std::{env, fs};

use airssys_bindings::build::{Config, FunctionFlag, Side};

fn main() {
    let config = Config::new()
        .side(Side::Host)
        .world("full")
        .imports("default", [FunctionFlag::Async, FunctionFlag::Trappable])
        .imports("airssys:core-host/host-services.log", [FunctionFlag::Trappable])
        .exports("default", [FunctionFlag::Async])
        .trappable_error_type("airssys:core-types/types.file-error", "crate::Error")
        .with("airssys:ext-filesystem/filesystem.file", "crate::File")
        .additional_derives(["PartialEq"])
        .require_store_data_send(true)
        .optional_exports(true);
    config.generate();

    let path = Path::new(&env::var("OUT_DIR").expect("set by Cargo")).join("skeleton.rs");
    // An existing file would stay as it is.
    drop(fs::remove_file(&path));
    let skeleton = config.module("crate::bindings").write_skeleton("full", path);
    assert!(skeleton.unwrap_or_else(|error| panic!("{error}")));
}
