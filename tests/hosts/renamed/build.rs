fn main() {
    bindings::build::Config::new().generate();
}
