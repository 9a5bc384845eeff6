//! Writes the implementations that hosts start from, for the calls in `src/skeletons.rs`, whose options these are.

use std::path::Path;
use std::{env, fs};

use airssys_bindings::build::{Config, FunctionFlag, Side};

fn main() {
    let rules = Config::new()
        .path("wit")
        .imports("demo:options/store.[method]item.name", [FunctionFlag::Async])
        .imports("demo:options/store.[drop]item", [FunctionFlag::Async, FunctionFlag::Trappable])
        .imports("demo:options/store", [FunctionFlag::Store, FunctionFlag::Trappable])
        .imports("log", [FunctionFlag::Async])
        .imports("choose", [FunctionFlag::Trappable])
        .imports("[method]session.id", [FunctionFlag::Store])
        .imports("[drop]session", [FunctionFlag::Async])
        .imports("clock.[drop]timer", [FunctionFlag::Store])
        .trappable_error_type("demo:options/store.error", "crate::Error");
    let tasks = Config::new().path("../../guests/tasks/wit");
    let wasi = env::var("WASI").expect("the folder of `wasmtime-wasi`");
    let wasi = Config::new().path(format!("{wasi}/src/p3/wit"));
    for (config, name, world) in [
        (rules, "rules", "options"),
        (tasks, "tasks", "worker"),
        (wasi, "wasi", "wasi:cli/command"),
    ] {
        let path = env::var("OUT_DIR").expect("set by Cargo");
        let path = Path::new(&path).join(format!("{name}.rs"));
        // An existing file would stay as it is.
        drop(fs::remove_file(&path));
        let config = config.side(Side::Host).module(format!("crate::skeletons::{name}"));
        assert!(config.write_skeleton(world, path).unwrap_or_else(|error| panic!("{error}")));
    }
}
