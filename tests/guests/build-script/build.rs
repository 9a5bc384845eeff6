//! Generates bindings for all packages of the project.

use airssys_bindings::build::{Config, WorldOptions};

fn main() {
    Config::new()
        .path("../../../wit")
        .world_options("component", WorldOptions::new().stubs(true))
        .generate();
}
