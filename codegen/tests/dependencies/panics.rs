//! Inputs on which wit-parser panics: each is reported as an error in the user's files.

use super::directory::{Directory, TYPES, USER, encode};

/// Checks that there is an error, and that it is not an internal one.
#[track_caller]
fn check_rejected(directory: &Directory) {
    let expansion = directory.expand();
    let messages = expansion.messages();
    assert!(!expansion.0.diagnostics.is_empty(), "there is an error");
    assert!(!messages.contains("[AB99"), "{messages}");
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
        check_rejected(&Directory::new(&[("wit/a/a.wit", gated), ("wit/b/b.wit", user)]));
    }
}

#[test]
fn a_bad_gate_on_a_use_from_another_package() {
    let plain = "package t:a@1.0.0;\ninterface i {\n  type t = u32;\n}\n";
    for gate in ["@since(version = 1.0.0)", "@deprecated(version = 1.0.0)"] {
        for head in ["interface j", "world j"] {
            let user = format!("package t:b;\n{head} {{\n  {gate}\n  use t:a/i@1.0.0.{{t}};\n}}\n");
            check_rejected(&Directory::new(&[("wit/a/a.wit", plain), ("wit/b/b.wit", &user)]));
        }
    }
}

#[test]
fn the_same_package_added_twice() {
    let directory = Directory::new(&[("wit/user.wit", USER), ("wit/deps/t/t.wit", TYPES)]);
    directory.write("wit/deps/a.wasm", encode(&[TYPES]));
    directory.write("wit/deps/z.wasm", encode(&[TYPES]));
    directory.expand_valid();
    let twice = "package t:a { interface i {} }\npackage t:a { interface i {} }\n";
    check_rejected(&Directory::new(&[("wit/a.wit", twice)]));
}

/// `true` if wit-parser itself panics on these packages, pushed in this order.
fn panics_alone(packages: &[&str]) -> bool {
    std::panic::catch_unwind(|| {
        let mut resolve = wit_bindgen_core::wit_parser::Resolve::default();
        packages.iter().all(|text| resolve.push_str("a.wit", text).is_ok())
    })
    .is_err()
}

#[test]
fn wit_parser_panics_on_these_inputs() {
    assert!(panics_alone(&[TYPES, TYPES]));
    let plain = "package t:a@1.0.0;\ninterface i {\n  type t = u32;\n}\n";
    let gates = [
        "@since(version = 1.0.0)",
        "@deprecated(version = 1.0.0)",
        "@since(version = 9.0.0)",
        "@unstable(feature = x)",
    ];
    let panicking = gates.iter().filter(|gate| {
        ["package t:b", "package t:b@1.0.0"].iter().any(|head| {
            let user = format!("{head};\ninterface j {{\n  {gate}\n  use t:a/i@1.0.0.{{t}};\n}}\n");
            panics_alone(&[plain, &user])
        })
    });
    assert_eq!(panicking.copied().collect::<Vec<_>>(), ["@deprecated(version = 1.0.0)"]);
}
