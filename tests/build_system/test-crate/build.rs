//! Makes the bindings from all packages in `wit`.

fn main() {
    airssys_bindings::build::Config::new().additional_derives(["PartialEq"]).generate();
}
