//! `@unstable`, `@since` and `@deprecated`, and the options `features` and `all_features`.

use super::directory::Directory;

const GATED: &str = "package test:gated@1.0.0;\ninterface it {\n  @unstable(feature = one)\n  \
    first: func();\n  @unstable(feature = two)\n  second: func();\n  \
    @since(version = 1.0.0)\n  @deprecated(version = 1.0.0)\n  third: func();\n  \
    @since(version = 0.9.0)\n  fourth: func();\n}\n";

#[test]
fn features_turn_unstable_items_on_one_by_one() {
    let directory = Directory::new(&[("wit/gated.wit", GATED)]);
    let told = directory.sound();
    told.has(&["fn third", "fn fourth"]);
    told.lacks(&["fn first", "fn second"]);
    let told = directory.features(&["one"]).sound();
    told.has(&["fn first"]);
    told.lacks(&["fn second"]);
    let directory = Directory::new(&[("wit/gated.wit", GATED)]);
    directory.features(&["one", "two"]).sound().has(&["fn first", "fn second"]);
}

#[test]
fn all_features_turns_everything_on() {
    let mut directory = Directory::new(&[("wit/gated.wit", GATED)]);
    directory.request.resolution.all_features = true;
    directory.sound().has(&["fn first", "fn second", "fn third", "fn fourth"]);
}

#[test]
fn gates_count_across_packages_and_in_worlds() {
    let user = "package test:user;\nworld w {\n  @unstable(feature = one)\n  import extra: func();\n  \
        import always: func();\n}\n";
    let files = [("wit/a/gated.wit", GATED), ("wit/b/user.wit", user)];
    let told = Directory::new(&files).sound();
    told.has(&["fn always"]);
    told.lacks(&["fn extra"]);
    Directory::new(&files).features(&["one"]).sound().has(&["fn extra"]);
}

#[test]
fn since_a_later_version_and_deprecated_alone_are_told_as_wit_parser_judges() {
    let deprecated =
        "package test:a@1.0.0;\ninterface i {\n  @deprecated(version = 1.0.0)\n  f: func();\n}\n";
    Directory::new(&[("wit/a.wit", deprecated)]).expand().says(&["wit/a.wit:3:"]);
    let unversioned =
        "package test:a;\ninterface i {\n  @since(version = 1.0.0)\n  f: func();\n}\n";
    Directory::new(&[("wit/a.wit", unversioned)]).expand().says(&["wit/a.wit:3:"]);
    let later =
        "package test:a@1.0.0;\ninterface i {\n  @since(version = 1.0.1)\n  f: func();\n}\n";
    let told = Directory::new(&[("wit/a.wit", later)]).expand();
    let alone = wit_bindgen_core::wit_parser::Resolve::default().push_str("a.wit", later);
    assert_eq!(alone.is_ok(), told.all().is_empty(), "{}", told.all());
}
