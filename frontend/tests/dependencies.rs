//! The front end compiles beside `wit-parser` and wit-bindgen, since it depends on neither.

use std::process::Command;

#[test]
fn the_front_end_depends_on_neither_wit_parser_nor_wit_bindgen() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", env!("CARGO_PKG_NAME"), "--all-features"])
        .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("names of crates are UTF-8");
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&env!("CARGO_PKG_NAME")), "{tree}");
    let is_slow = |name: &&&str| {
        ["wit-", "wasm", "airssys-bindings-codegen", "proc-macro2"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    };
    assert_eq!(names.iter().filter(is_slow).collect::<Vec<_>>(), Vec::<&&str>::new(), "{tree}");
}
