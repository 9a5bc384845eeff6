//! What the arguments of the macro do to the paths of its modules.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::folders;
use anyhow::Result;

const PROGRAM: &str = "
    package test:one;

    interface greeter { greet: func() -> string; }

    world program { import greeter; export run: func() -> u32; }
";

/// A crate with this source and all packages of the project.
fn project(name: &str, source: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, source)?;
    fixture.copy(&folders::wit(), "wit")?;
    Ok(fixture)
}

#[test]
fn the_only_world_is_at_the_top_as_well() -> Result<()> {
    let fixture = Fixture::new(
        "only-world",
        "
        airssys_bindings::airssys_bindings!();

        struct Program;

        impl Guest for Program {
            fn run() -> u32 { test::one::greeter::greet().len() as u32 }
        }

        export!(Program);
        ",
    )?;
    fixture.write("wit/one.wit", PROGRAM)?;
    fixture.check()?;
    Ok(())
}

#[test]
fn the_world_that_world_names_is_at_the_top_as_well() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ world: \"airssys:worlds/full\" });

        pub use exports::airssys::core_component::component_lifecycle::Guest as AtTheTop;

        pub fn same<T: AtTheTop + airssys::worlds::full::exports::airssys::core_component::component_lifecycle::Guest>() {}
        ";
    project("world", source)?.check()?;
    project("world-by-name", &source.replace("airssys:worlds/", ""))?.check()?;
    Ok(())
}

#[test]
fn worlds_names_the_worlds_that_get_a_module() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"component\", \"airssys:worlds/full\"] });

        pub use airssys::worlds::{component, full};
        ";
    let fixture = project("worlds", source)?;
    fixture.check()?;
    fixture.write("src/lib.rs", &source.replace("{component, full}", "network_component"))?;
    let error = format!("{:?}", fixture.check().expect_err("it has no module"));
    assert!(error.contains("network_component"), "{error}");
    Ok(())
}

#[test]
fn path_names_one_root_or_several() -> Result<()> {
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
fn module_makes_export_work_from_anywhere() -> Result<()> {
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
