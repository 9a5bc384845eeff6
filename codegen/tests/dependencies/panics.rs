//! Inputs on which wit-parser panics: each is told of as a fault of the user's files.

use super::directory::{Directory, TYPES, USER, encode};

/// Checks that something is said, and that it is not that we failed.
#[track_caller]
fn refused(directory: &Directory) {
    let told = directory.expand();
    let all = told.all();
    assert!(!told.0.diagnostics.is_empty(), "something is said");
    assert!(!all.contains("[AB99"), "{all}");
}

#[test]
fn a_use_of_a_gated_type_of_another_package() {
    let gated = "package t:a@1.0.0;\ninterface i {\n  @unstable(feature = x)\n  type t = u32;\n}\n";
    for user in [
        "package t:b;\ninterface j {\n  use t:a/i@1.0.0.{t};\n}\n",
        "package t:b;\ninterface j {\n  use t:a/i@1.0.0.{t};\n  f: func(t: t);\n}\n",
        "package t:b;\ninterface j {\n  @since(version = 1.0.0)\n  use t:a/i@1.0.0.{t};\n}\n",
        "package t:b@1.0.0;\ninterface j {\n  @since(version = 9.0.0)\n  use t:a/i@1.0.0.{t};\n}\n",
        "package t:b;\nworld w {\n  use t:a/i@1.0.0.{t};\n  import f: func(t: t);\n}\n",
    ] {
        refused(&Directory::new(&[("wit/a/a.wit", gated), ("wit/b/b.wit", user)]));
    }
}

#[test]
fn a_bad_gate_on_a_use_from_another_package() {
    let plain = "package t:a@1.0.0;\ninterface i {\n  type t = u32;\n}\n";
    for gate in ["@since(version = 1.0.0)", "@deprecated(version = 1.0.0)"] {
        for head in ["interface j", "world j"] {
            let user = format!("package t:b;\n{head} {{\n  {gate}\n  use t:a/i@1.0.0.{{t}};\n}}\n");
            refused(&Directory::new(&[("wit/a/a.wit", plain), ("wit/b/b.wit", &user)]));
        }
    }
}

#[test]
fn the_same_package_added_twice() {
    let directory = Directory::new(&[("wit/user.wit", USER), ("wit/deps/t/t.wit", TYPES)]);
    directory.write("wit/deps/a.wasm", encode(&[TYPES]));
    directory.write("wit/deps/z.wasm", encode(&[TYPES]));
    directory.sound();
    let twice = "package t:a { interface i {} }\npackage t:a { interface i {} }\n";
    refused(&Directory::new(&[("wit/a.wit", twice)]));
}
