//! Generates bindings for all packages in `wit`.

fn main() {
    airssys_bindings::build::Config::new().additional_derives(["PartialEq"]).generate();
}
