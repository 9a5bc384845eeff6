//! Which packages and worlds the tree holds, and what is behind a `cfg`.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::folders;
use anyhow::Result;

/// A crate with this source and all packages of the project.
fn project(name: &str, source: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, source)?;
    fixture.copy(&folders::wit(), "wit")?;
    Ok(fixture)
}

/// What the compiler says of a crate that does not compile.
fn error(fixture: &Fixture) -> String {
    format!("{:?}", fixture.check().expect_err("it does not compile"))
}

#[test]
fn packages_names_what_the_tree_is_about_and_what_these_need_comes_along() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ packages: [\"airssys:ext-filesystem\"] });

        pub use airssys::ext_filesystem::filesystem;
        pub use airssys::core_types::types;
        ";
    let fixture = project("packages", source)?;
    fixture.check()?;
    let source = source.replace("ext_filesystem::filesystem", "ext_network::network");
    fixture.write("src/lib.rs", &source)?;
    assert!(error(&fixture).contains("ext_network"));
    Ok(())
}

#[test]
fn packages_takes_patterns_of_which_the_last_that_matches_counts() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({
            packages: [\"airssys:*\", \"!airssys:ext-*\", \"!airssys:worlds\", \"airssys:ext-process\"],
        });

        pub use airssys::ext_process::process;
        pub use airssys::core_host::host_services;
        ";
    let fixture = project("package-patterns", source)?;
    fixture.check()?;
    fixture.write("src/lib.rs", &source.replace("ext_process::process", "ext_network::network"))?;
    assert!(error(&fixture).contains("ext_network"));
    Ok(())
}

#[test]
fn worlds_takes_patterns() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"*-component\", \"!network-*\"] });

        pub use airssys::worlds::{filesystem_component, process_component};
        ";
    let fixture = project("world-patterns", source)?;
    fixture.check()?;
    for other in ["network_component", "full"] {
        fixture.write("src/lib.rs", &source.replace("process_component", other))?;
        assert!(error(&fixture).contains(other));
    }
    Ok(())
}

#[test]
fn strict_world_makes_a_call_outside_the_worlds_a_compile_error() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"component\"], strict_world: true });

        pub use airssys::core_host::host_services;
        ";
    let fixture = project("strict-world", source)?;
    fixture.check()?;
    let source = source.replace("core_host::host_services", "ext_process::process");
    fixture.write("src/lib.rs", &source)?;
    assert!(error(&fixture).contains("ext_process"));
    Ok(())
}

#[test]
fn cfg_puts_a_package_and_the_worlds_that_need_it_behind_a_feature() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({
            cfg: { \"airssys:ext-network\": feature = \"network\" },
        });

        pub use airssys::worlds::component;
        ";
    let fixture = project("cfg", source)?;
    fixture.features(&["network"])?;
    fixture.check()?;
    for gated in ["ext_network::network", "worlds::network_component", "worlds::full"] {
        let uses = format!("{source} pub use airssys::{gated} as gated;");
        fixture.write("src/lib.rs", &uses)?;
        assert!(error(&fixture).contains("gated"), "{gated}");
    }
    let on = source.replace("feature = \"network\"", "not(feature = \"network\")");
    fixture.write("src/lib.rs", &format!("{on} pub use airssys::ext_network::network;"))?;
    fixture.check()?;
    Ok(())
}

#[test]
fn a_package_that_is_not_gated_but_needs_one_that_is_is_an_error_at_the_argument() -> Result<()> {
    let source = "airssys_bindings::airssys_bindings!({ cfg: { \"airssys:core-types\": unix } });";
    let fixture = project("cfg-needed", source)?;
    let error = error(&fixture);
    assert!(error.contains("[AB0910]") && error.contains("airssys:core-host"), "{error}");
    Ok(())
}

#[test]
fn debug_writes_the_code_to_a_file_below_the_target_folder() -> Result<()> {
    let source = "airssys_bindings::airssys_bindings!({ debug: true });\n\npub use airssys::core_types::types;";
    let fixture = project("debug-file", source)?;
    fixture.check()?;
    let file = folders::target("fixtures").join("airssys-bindings/debug-file/debug_file-1-1.rs");
    let text = std::fs::read_to_string(&file)?;
    assert!(text.contains("pub mod core_types {\n"), "{}", file.display());
    Ok(())
}
