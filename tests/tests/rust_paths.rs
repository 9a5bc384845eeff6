//! Paths in Rust: those that `with` takes, and those by which code finds the items of the bindings.

use airssys_bindings_tests::fixture::Fixture;
use anyhow::Result;

/// The paths of an interface, with the items before the call that they need. The call is in the module `crate::outer::call`.
const INTERFACES: &[(&str, &str)] = &[
    ("ext::a::b::types", ""),
    ("::ext::a::b::types", ""),
    ("crate::local", ""),
    ("self::mine", "use ext::a::b::types as mine;"),
    ("mine", "use ext::a::b::types as mine;"),
    ("super::near", ""),
    ("super::super::local", ""),
];

/// The source of a crate with a call for each path, which `with` gives to `name`.
fn calls(name: &str, paths: impl Iterator<Item = (String, &'static str)>, usage: &str) -> String {
    let calls = paths.enumerate().map(|(at, (path, items))| {
        format!(
            "pub mod call{at} {{
                {items}
                airssys_bindings::airssys_bindings!({{
                    world: \"a:b/w\",
                    with: {{ \"{name}\": {path} }},
                }});
                {usage}
            }}\n"
        )
    });
    format!(
        "#![deny(warnings)]
        extern crate self as ext;

        airssys_bindings::airssys_bindings!({{ world: \"a:b/types-only\" }});

        pub mod local {{ pub use crate::a::b::types::*; }}

        pub mod outer {{
            pub mod near {{ pub use crate::a::b::types::*; }}
            {}
        }}\n",
        calls.collect::<String>()
    )
}

/// A world that uses a type of `types` in every kind of module: its own, those of imports and exports, and those of streams.
const WIT: &str = "
    package a:b;

    interface types {
        record point { x: u32 }
        enum code { one }
        resource file { read: func() -> point; }
        type names = list<string>;
        record crowd { names: names, points: list<point> }
    }

    interface user {
        use types.{code, crowd, file, names, point};
        gather: func(names: names) -> crowd;
        record line { start: point }
        move: async func(file: borrow<file>, points: stream<point>) -> result<line, code>;
    }

    world types-only { import types; }

    world w {
        use types.{code, point as place};
        import user;
        import places: func(place: place) -> list<place>;
        import nested: interface { use types.{point}; f: func(point: point) -> future<point>; }
        export user;
        export run: func(code: code) -> place;
        export answer: interface { use types.{point}; f: func() -> point; }
    }
    ";

#[test]
fn with_resolves_the_path_of_an_interface_in_the_module_of_the_call() -> Result<()> {
    let paths = INTERFACES.iter().map(|(path, items)| ((*path).to_owned(), *items));
    let usage = "
        pub fn same(line: a::b::user::Line) -> ext::a::b::types::Point { line.start }
        pub fn world(place: Place) -> ext::a::b::types::Point { place }
        pub fn answer(point: exports::answer::Point) -> ext::a::b::types::Point { point }
        ";
    let fixture = Fixture::new("with-interface", &calls("a:b/types", paths, usage))?;
    fixture.write("wit/a.wit", WIT)?;
    fixture.check()?;
    Ok(())
}

#[test]
fn with_resolves_the_path_of_a_type_in_the_module_of_the_call() -> Result<()> {
    let paths = INTERFACES.iter().map(|(path, items)| (format!("{path}::Point"), *items));
    let alone = [("Mine".to_owned(), "use ext::a::b::types::Point as Mine;")].into_iter();
    let usage = "
        pub fn same(line: a::b::user::Line) -> ext::a::b::types::Point { line.start }
        pub fn list(place: ext::a::b::types::Point) -> Vec<ext::a::b::types::Point> { places(place) }
        ";
    let source = calls("a:b/types/point", paths.chain(alone), usage);
    let fixture = Fixture::new("with-type", &source)?;
    fixture.write("wit/a.wit", WIT)?;
    fixture.check()?;
    Ok(())
}

#[test]
fn names_at_the_top_work_with_glob_imports() -> Result<()> {
    let source = "
        #![deny(warnings)]
        #![allow(unused_imports)]

        // The macro is found through the module, the trait through the glob import.
        use wit::*;

        mod wit {
            airssys_bindings::airssys_bindings!({ world: \"a:b/w\" });
        }

        wit::export!(Component);

        struct Component;

        impl Guest for Component {
            fn run(state: State) -> Kind {
                state.kind
            }
        }

        // Another glob import has the same names.
        pub mod beside {
            mod other {
                #![allow(dead_code)]
                pub struct State;
                pub trait Guest {}
            }

            pub mod bindings {
                use super::other::*;
                airssys_bindings::airssys_bindings!({ world: \"a:b/w\" });
                pub fn kind(state: State) -> Kind { state.kind }
                pub fn guest<T: Guest>(state: State) -> Kind { T::run(state) }
            }
        }
        ";
    let fixture = Fixture::new("top-globs", source)?;
    fixture.write(
        "wit/a.wit",
        "package a:b;
        interface types { enum kind { one, two } record state { kind: kind } }
        world w { use types.{kind, state}; export run: func(state: state) -> kind; }",
    )?;
    fixture.check()?;
    Ok(())
}

#[test]
fn a_module_of_the_world_and_of_the_tree_with_one_name_are_merged() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!();

        pub fn tree(point: exports::shapes::types::Point) -> u32 { point.x }
        pub trait World: exports::a::b::user::Guest + exports::exports::shapes::types::Guest {}
        pub fn inline() -> wasi::Kind { wasi::f() }
        pub use wasi::io::streams::get;
        ";
    let fixture = Fixture::new("merged-modules", source)?;
    fixture.write(
        "wit/a.wit",
        "package a:b;
        interface user { use exports:shapes/types.{point}; f: func(point: point); }
        world w {
            import wasi: interface { enum kind { one } f: func() -> kind; }
            export exports:shapes/types;
            export user;
        }
        package exports:shapes { interface types { record point { x: u32 } f: func(); } }
        package wasi:io { interface streams { get: func() -> u32; } }",
    )?;
    fixture.check()?;
    Ok(())
}

#[test]
fn a_used_type_and_a_shared_type_are_the_item_itself() -> Result<()> {
    let source = "
        #![deny(warnings)]
        #![allow(unused_imports)]

        airssys_bindings::airssys_bindings!({ world: \"a:b/w\" });

        /// One item, through four glob imports.
        pub mod globs {
            use super::a::b::types::*;
            use super::a::b::user::*;
            use super::exports::a::b::types::*;
            use super::*;

            pub fn kind(state: State, _: Thing) -> Kind { state.kind }
        }

        /// Cases of an enum, by the path of each alias.
        pub mod cases {
            pub mod used {
                use crate::a::b::user::Kind::*;
                pub fn one() -> crate::Kind { One }
            }
            pub mod renamed {
                use crate::a::b::user::Sort::*;
                pub fn two() -> crate::Kind { Two }
            }
            pub mod shared {
                use crate::exports::a::b::types::Kind::*;
                pub fn one() -> crate::Kind { One }
            }
            pub mod world {
                use crate::Class::*;
                pub fn two() -> crate::Kind { Two }
            }
        }
        ";
    let fixture = Fixture::new("used-types", source)?;
    fixture.write(
        "wit/a.wit",
        "package a:b;
        interface types { enum kind { one, two } record state { kind: kind } }
        interface things { resource thing; }
        interface user {
            use types.{kind, state};
            use things.{thing};
            type sort = kind;
            f: func(sort: sort) -> result<thing, state>;
        }
        world w {
            use types.{kind, kind as class};
            import user;
            export types;
            export run: func(kind: kind, class: class);
        }",
    )?;
    fixture.check()?;
    Ok(())
}
