//! `@unstable`, `@since` and `@deprecated`, and the options `features` and `all_features`.

use super::directory::Directory;

const GATED: &str = "package test:gated@1.0.0;\ninterface it {\n  @unstable(feature = one)\n  \
    first: func();\n  @unstable(feature = two)\n  second: func();\n  \
    @since(version = 1.0.0)\n  @deprecated(version = 1.0.0)\n  third: func();\n  \
    @since(version = 0.9.0)\n  fourth: func();\n}\n";

#[test]
fn each_feature_enables_its_unstable_items() {
    let directory = Directory::new(&[("wit/gated.wit", GATED)]);
    let expansion = directory.expand_valid();
    expansion.has(&["fn third", "fn fourth"]);
    expansion.lacks(&["fn first", "fn second"]);
    let expansion = directory.features(&["one"]).expand_valid();
    expansion.has(&["fn first"]);
    expansion.lacks(&["fn second"]);
    let directory = Directory::new(&[("wit/gated.wit", GATED)]);
    directory.features(&["one", "two"]).expand_valid().has(&["fn first", "fn second"]);
}

#[test]
fn all_features_enables_all_unstable_items() {
    let mut directory = Directory::new(&[("wit/gated.wit", GATED)]);
    directory.request.resolution.all_features = Some(true);
    directory.expand_valid().has(&["fn first", "fn second", "fn third", "fn fourth"]);
}

#[test]
fn gates_apply_across_packages_and_in_worlds() {
    let user = "package test:user;\nworld w {\n  @unstable(feature = one)\n  import extra: func();\n  \
        import always: func();\n}\n";
    let files = [("wit/a/gated.wit", GATED), ("wit/b/user.wit", user)];
    let expansion = Directory::new(&files).expand_valid();
    expansion.has(&["fn always"]);
    expansion.lacks(&["fn extra"]);
    Directory::new(&files).features(&["one"]).expand_valid().has(&["fn extra"]);
}

#[test]
fn a_later_since_and_a_lone_deprecated_are_judged_as_by_wit_parser() {
    let deprecated =
        "package test:a@1.0.0;\ninterface i {\n  @deprecated(version = 1.0.0)\n  f: func();\n}\n";
    Directory::new(&[("wit/a.wit", deprecated)]).expand().reports(&["wit/a.wit:3:"]);
    let unversioned =
        "package test:a;\ninterface i {\n  @since(version = 1.0.0)\n  f: func();\n}\n";
    Directory::new(&[("wit/a.wit", unversioned)]).expand().reports(&["wit/a.wit:3:"]);
    let later =
        "package test:a@1.0.0;\ninterface i {\n  @since(version = 1.0.1)\n  f: func();\n}\n";
    let expansion = Directory::new(&[("wit/a.wit", later)]).expand();
    let alone = wit_bindgen_core::wit_parser::Resolve::default().push_str("a.wit", later);
    assert_eq!(alone.is_ok(), expansion.messages().is_empty(), "{}", expansion.messages());
}

#[cfg(feature = "host")]
#[test]
fn hosts_have_all_unstable_items_unless_the_call_narrows_them() {
    let mut directory = Directory::new(&[("wit/gated.wit", GATED)]);
    directory.request.side = airssys_bindings_codegen::request::Side::Host;
    directory.expand_valid().has(&["first", "second"]);
    directory.request.resolution.all_features = Some(false);
    directory.expand_valid().lacks(&["first: func", "second: func"]);
    let directory = directory.features(&["one"]);
    let expansion = directory.expand_valid();
    expansion.has(&["first: func"]);
    expansion.lacks(&["second: func"]);
}
