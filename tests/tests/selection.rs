//! Selection of packages and worlds, and `cfg` gates.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::paths;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn packages_selects_packages_with_their_dependencies() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ packages: [\"airssys:ext-filesystem\"] });

        pub use airssys::ext_filesystem::filesystem;
        pub use airssys::core_types::types;
        ";
    let fixture = Fixture::with_project_wit("packages", source)?;
    fixture.check()?;
    let source = source.replace("ext_filesystem::filesystem", "ext_network::network");
    fixture.write("src/lib.rs", &source)?;
    assert!(fixture.check_error().contains("ext_network"));
    Ok(())
}

#[test]
fn packages_accepts_patterns_and_the_last_match_wins() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({
            packages: [\"airssys:*\", \"!airssys:ext-*\", \"!airssys:worlds\", \"airssys:ext-process\"],
        });

        pub use airssys::ext_process::process;
        pub use airssys::core_host::host_services;
        ";
    let fixture = Fixture::with_project_wit("package-patterns", source)?;
    fixture.check()?;
    fixture.write("src/lib.rs", &source.replace("ext_process::process", "ext_network::network"))?;
    assert!(fixture.check_error().contains("ext_network"));
    Ok(())
}

#[test]
fn worlds_accepts_patterns() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"*-component\", \"!network-*\"] });

        pub use airssys::worlds::{filesystem_component, process_component};
        ";
    let fixture = Fixture::with_project_wit("world-patterns", source)?;
    fixture.check()?;
    for other in ["network_component", "full"] {
        fixture.write("src/lib.rs", &source.replace("process_component", other))?;
        assert!(fixture.check_error().contains(other));
    }
    Ok(())
}

#[test]
fn strict_world_limits_the_tree_to_the_imports_of_the_worlds() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ worlds: [\"component\"], strict_world: true });

        pub use airssys::core_host::host_services;
        ";
    let fixture = Fixture::with_project_wit("strict-world", source)?;
    fixture.check()?;
    let source = source.replace("core_host::host_services", "ext_process::process");
    fixture.write("src/lib.rs", &source)?;
    assert!(fixture.check_error().contains("ext_process"));
    Ok(())
}

#[test]
fn world_alone_limits_the_tree_to_what_the_world_needs() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({ world: \"component\" });

        pub use airssys::core_host::host_services;
        pub use exports::airssys::core_component::component_lifecycle::Guest;
        ";
    let fixture = Fixture::with_project_wit("world-alone", source)?;
    fixture.check()?;
    for other in ["ext_process::process", "worlds::full"] {
        let other = source.replace("core_host::host_services", other);
        fixture.write("src/lib.rs", &other)?;
        assert!(fixture.check_error().contains("E0432"), "{other}");
        let widened = other.replace("world:", "worlds: [\"*\"], world:");
        fixture.write("src/lib.rs", &widened)?;
        fixture.check()?;
    }
    Ok(())
}

#[test]
fn cfg_gates_a_package_and_the_worlds_that_need_it() -> Result<()> {
    let source = "
        airssys_bindings::airssys_bindings!({
            cfg: { \"airssys:ext-network\": feature = \"network\" },
        });

        pub use airssys::worlds::component;
        ";
    let fixture = Fixture::with_project_wit("cfg", source)?;
    fixture.features(&["network"])?;
    fixture.check()?;
    for gated in ["ext_network::network", "worlds::network_component", "worlds::full"] {
        let uses = format!("{source} pub use airssys::{gated} as gated;");
        fixture.write("src/lib.rs", &uses)?;
        assert!(fixture.check_error().contains("gated"), "{gated}");
    }
    let enabled = source.replace("feature = \"network\"", "not(feature = \"network\")");
    fixture.write("src/lib.rs", &format!("{enabled} pub use airssys::ext_network::network;"))?;
    fixture.check()?;
    Ok(())
}

#[test]
fn ungated_package_that_needs_a_gated_one_is_an_error() -> Result<()> {
    let source = "airssys_bindings::airssys_bindings!({ cfg: { \"airssys:core-types\": unix } });";
    let fixture = Fixture::with_project_wit("cfg-needed", source)?;
    let error = fixture.check_error();
    assert!(error.contains("[AB0910]") && error.contains("airssys:core-host"), "{error}");
    Ok(())
}

#[test]
fn debug_writes_the_code_of_each_call_to_a_file_in_the_target_directory() -> Result<()> {
    let call = "airssys_bindings::airssys_bindings!({ debug: true });";
    let equal_calls = format!("mod one {{ {call} }}\nmod two {{\n{call}\n}}\n");
    let fixture = Fixture::with_project_wit("debug-file", &equal_calls)?;
    // A program with the name of the library, which it is linked with.
    fixture.write("src/main.rs", &format!("{call}\nuse debug_file as _;\nfn main() {{}}\n"))?;
    let folder = paths::target("fixtures").join("airssys-bindings/debug-file");
    drop(fs::remove_dir_all(&folder));
    fixture.check()?;
    let files = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    let files: Vec<_> = files.iter().map(std::fs::DirEntry::path).collect();
    let mut files: Vec<_> =
        files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs")).collect();
    files.sort_by_key(|file| file.file_stem().map(std::ffi::OsStr::to_owned));
    let names = files.iter().filter_map(|file| file.file_stem()?.to_str());
    let names: Vec<&str> = names.collect();
    let [program, first, second] = names.as_slice() else { panic!("{names:?}") };
    assert_eq!(program.strip_prefix("bin-"), first.strip_prefix("lib-"));
    assert_eq!(*second, format!("{first}-1"));
    let mut sections = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        assert!(text.contains("pub mod core_types {\n"), "{}", file.display());
        for line in text.lines().filter(|line| line.contains("link_section = \"")) {
            assert!(sections.insert(line.trim().to_owned()), "{line}");
        }
    }
    assert_eq!(sections.len(), 3, "{sections:?}");
    Ok(())
}
