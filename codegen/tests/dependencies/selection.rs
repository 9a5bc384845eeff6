//! The packages and worlds that a call needs: `world` alone, and directories with packages in `deps` only.

use super::directory::{Directory, Expansion};
use airssys_bindings_codegen::diagnostic::ArgumentId;
use airssys_bindings_codegen::request::{Side, With};
use airssys_bindings_codegen::roots::Given;

const APP: &str = "package test:app;\ninterface used { f: func(); }\ninterface stray { g: func(); }\n\
    interface exported { h: func(); }\nworld one { import used; export exported; }\n\
    world two { import stray; }\n";
const OTHER: &str =
    "package test:other;\ninterface elsewhere { k: func(); }\nworld three { import elsewhere; }\n";
const BROKEN: &str =
    "package test:broken;\ninterface i { use test:missing/t.{t}; f: func() -> t; }\n";
const UNREADABLE: &str = "package test:unreadable;\ninterface i { f: func( }\n";
const DEPENDENCY: &str = "package test:d;\ninterface i { f: func(); }\nworld w { import i; }\n";

fn given(value: &str) -> Given<String> {
    Given { value: value.to_owned(), argument: ArgumentId(0) }
}

fn sides() -> Vec<Side> {
    [Some(Side::Guest), cfg!(feature = "host").then_some(Side::Host)]
        .into_iter()
        .flatten()
        .collect()
}

/// Expands the call with `world` on each side.
fn each_side(files: &[(&str, &str)], world: Option<&str>, inspect: impl Fn(Expansion)) {
    for side in sides() {
        let mut directory = Directory::new(files);
        directory.request.side = side;
        directory.request.selection.world = world.map(given);
        inspect(directory.expand());
    }
}

#[test]
fn a_world_alone_binds_only_what_it_needs() {
    each_side(&[("wit/a.wit", APP), ("wit/other/o.wit", OTHER)], Some("one"), |expansion| {
        assert_eq!(expansion.messages(), "");
        expansion.has(&["used"]);
        expansion.lacks(&["stray", "mod two", "three", "elsewhere"]);
    });
}

#[test]
fn worlds_or_packages_widen_the_selection_of_world() {
    for side in sides() {
        let mut directory = Directory::new(&[("wit/a.wit", APP), ("wit/other/o.wit", OTHER)]);
        directory.request.side = side;
        directory.request.selection.world = Some(given("one"));
        directory.request.selection.worlds = vec![given("*")];
        directory.expand_valid().has(&["elsewhere", "three"]);
        directory.request.selection.worlds.clear();
        directory.request.selection.packages = vec![given("test:app")];
        let expansion = directory.expand_valid();
        expansion.has(&["stray", "two"]);
        expansion.lacks(&["elsewhere"]);
    }
}

#[test]
fn errors_in_packages_that_the_world_does_not_need_are_warnings() {
    for broken in [BROKEN, UNREADABLE] {
        let files = [("wit/a.wit", APP), ("wit/x/x.wit", broken), ("wit/o/o.wit", OTHER)];
        each_side(&files, Some("one"), |expansion| {
            expansion.reports(&[
                "warning: ",
                "the selected worlds do not need [AB0412]",
                "wit/x/x.wit:2:",
            ]);
            expansion.has(&["used"]);
            expansion.lacks(&["__wit_errors"]);
        });
        each_side(&files, None, |expansion| expansion.reports(&["error: ", "wit/x/x.wit:2:"]));
    }
}

#[test]
fn errors_in_packages_that_the_world_needs_stay_errors() {
    let needs = "package test:needs;\nworld w { import test:x/i; }\n";
    let broken = "package test:x;\ninterface i { f: func() -> nope; }\n";
    for dependency in ["wit/x/x.wit", "wit/deps/x/x.wit"] {
        each_side(&[("wit/n.wit", needs), (dependency, broken)], Some("w"), |expansion| {
            expansion.reports(&["error: ", "`nope`"]);
        });
    }
    // The world may be in the package that cannot be read.
    each_side(&[("wit/a.wit", APP), ("wit/x/x.wit", UNREADABLE)], Some("four"), |expansion| {
        let messages = expansion.messages();
        assert!(messages.contains("error: ") && !messages.contains("warning: "), "{messages}");
    });
}

#[test]
fn an_error_in_the_manifest_of_a_package_that_is_not_needed_is_a_warning() {
    let manifest = "[dependencies]\n\"test:gone\" = { path = \"../gone\" }\n";
    let files = [("wit/a.wit", APP), ("wit/o/o.wit", OTHER), ("wit/o/deps.toml", manifest)];
    each_side(&files, Some("one"), |expansion| expansion.reports(&["warning: ", "[AB0412]"]));
    each_side(&files, Some("three"), |expansion| expansion.reports(&["error: "]));
}

#[test]
fn an_empty_package_above_deps_binds_the_packages_in_deps() {
    let dependency = ("wit/deps/d/d.wit", DEPENDENCY);
    for root in [Some(("wit/w.wit", "package test:root;\n")), None] {
        let files: Vec<_> = root.into_iter().chain([dependency]).collect();
        for world in [None, Some("w"), Some("test:d/w")] {
            each_side(&files, world, |expansion| {
                assert_eq!(expansion.messages(), "");
                expansion.has(&["mod test", "mod d"]);
                expansion.has(&["mod w"]);
            });
        }
    }
    // The `deps` of a dependency are its own.
    let user = "package test:u;\ninterface j { use test:d/i.{t}; f: func() -> t; }\n";
    let inner = "package test:d;\ninterface i { type t = u8; }\ninterface stray { f: func(); }\n";
    let files = [("wit/deps/u/u.wit", user), ("wit/deps/u/deps/d/d.wit", inner)];
    each_side(&files, None, |expansion| {
        assert_eq!(expansion.messages(), "");
        expansion.lacks(&["stray"]);
    });
}

#[test]
fn a_package_whose_items_are_gated_is_not_empty() {
    let gated = "package test:root@1.0.0;\n@unstable(feature = x)\ninterface i { f: func(); }\n";
    let mut directory = Directory::new(&[("wit/w.wit", gated), ("wit/deps/d/d.wit", DEPENDENCY)]);
    directory.request.side = Side::Guest;
    let expansion = directory.expand();
    expansion.reports(&["[AB0411]"]);
    expansion.lacks(&["mod d"]);
}

#[test]
fn names_in_options_that_an_invalid_package_may_have_are_not_reported() {
    let at = |argument, name: &str| Given { argument: ArgumentId(argument), ..given(name) };
    let files = [("wit/a.wit", APP), ("wit/x/x.wit", UNREADABLE)];
    for (name, is_elsewhere) in [("test:unreadable/i.t", false), ("test:nope/i.t", true)] {
        for side in sides() {
            let mut directory = Directory::new(&files);
            let request = &mut directory.request;
            request.side = side;
            request.types.with.push((at(1, name), With::Path("crate::T".to_owned())));
            match side {
                Side::Guest => request.guest.skip.push(at(2, "unknown")),
                Side::Host => request.host.trapping.push(at(2, "test:unreadable/*")),
            }
            let expansion = directory.expand();
            let reported = expansion.0.diagnostics.len();
            assert_eq!(reported, 1 + usize::from(is_elsewhere), "{}", expansion.messages());
        }
    }
}
