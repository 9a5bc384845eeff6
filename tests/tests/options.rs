//! The effect of the macro's options on the paths of its modules.

use airssys_bindings_tests::fixture::Fixture;
use anyhow::Result;

const PROGRAM: &str = "
    package test:one;

    interface greeter { greet: func() -> string; }

    world program { import greeter; export run: func() -> u32; }
";

#[test]
fn only_world_is_reexported_at_the_top() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!();

        struct Program;

        impl Guest for Program {
            fn run() -> u32 { test::one::greeter::greet().len() as u32 }
        }

        export!(Program);
        ";
    let fixture = Fixture::new("only-world", source)?;
    fixture.write("wit/one.wit", PROGRAM)?;
    fixture.check()?;
    // The macros of `export!` are then in the root of the crate as well.
    let public = source.replace("!();", "!({ pub_export_macro: true });");
    fixture.write("src/lib.rs", &public)?;
    fixture.check()?;
    Ok(())
}

#[test]
fn selected_world_is_reexported_at_the_top() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ world: \"airssys:worlds/full\" });

        pub use exports::airssys::core_component::component_lifecycle::Guest as AtTheTop;

        pub fn same<T: AtTheTop + airssys::worlds::full::exports::airssys::core_component::component_lifecycle::Guest>() {}
        ";
    Fixture::with_project_wit("world", source)?.check()?;
    Fixture::with_project_wit("world-by-name", &source.replace("airssys:worlds/", ""))?.check()?;
    Ok(())
}

#[test]
fn only_selected_worlds_get_a_module() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"component\", \"airssys:worlds/full\"] });

        pub use airssys::worlds::{component, full};
        ";
    let fixture = Fixture::with_project_wit("worlds", source)?;
    fixture.check()?;
    fixture.write("src/lib.rs", &source.replace("{component, full}", "network_component"))?;
    let error = fixture.check_error();
    assert!(error.contains("network_component"), "{error}");
    Ok(())
}

#[test]
fn path_accepts_one_or_several_roots() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ path: [\"here\", \"there/two.wit\"] });

        pub use test::one::greeter::greet;
        pub use test::two::counter::count;
        ";
    let fixture = Fixture::new("paths", source)?;
    fixture.write("here/deep/one.wit", PROGRAM)?;
    fixture
        .write("there/two.wit", "package test:two; interface counter { count: func() -> u32; }")?;
    fixture.check()?;

    let one = source.replace("[\"here\", \"there/two.wit\"]", "\"here\"");
    fixture.write("src/lib.rs", &one.replace("pub use test::two::counter::count;", ""))?;
    fixture.check()?;
    Ok(())
}

#[test]
fn module_option_makes_export_usable_anywhere() -> Result<()> {
    let fixture = Fixture::new(
        "module",
        "
        pub mod inner {
            airssys_bindings::airssys_bindings!({ module: crate::inner::bindings });
        }

        mod elsewhere {
            use crate::inner::bindings::test::one::program;

            struct Program;

            impl program::Guest for Program {
                fn run() -> u32 { 1 }
            }

            program::export!(Program);
        }
        ",
    )?;
    fixture.write("wit/one.wit", PROGRAM)?;
    fixture.check()?;
    Ok(())
}
