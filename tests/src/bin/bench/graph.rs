//! Generates WIT directories of many packages that use each other, with five interfaces each, of ten functions.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The items of each interface, besides its `use` statements and the function `link`.
const INTERFACE: &str = "
    enum kind { small, medium, large }
    record item { id: u64, name: string, kind: kind, parent: option<u32> }
    variant error { missing, refused(string), busy(u32) }
    count: func() -> u32;
    is-empty: func(kind: kind) -> bool;
    clear: func(below: u64, above: u64);
    rename: func(id: u64, name: string);
    describe: func(id: u64) -> string;
    read: func(id: u64) -> result<list<u8>, error>;
    write: func(id: u64, bytes: list<u8>) -> result<_, error>;
    get: func(id: u64) -> option<item>;
    put: func(item: item) -> result<u64, error>;
";

/// Writes `count` packages, each of which uses up to three earlier ones, and a world that imports every tenth.
///
/// # Errors
///
/// When the files cannot be written.
pub(crate) fn write(directory: &Path, count: usize) -> Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| directory.display().to_string())?;
    }
    for at in 0..count {
        write_package(directory, &format!("p{at}"), &package(at)?)?;
    }
    let mut world = "package bench:worlds@1.0.0;\nworld all {\n".to_owned();
    for at in (0..count).step_by(10) {
        writeln!(world, "    import bench:p{at}/i0@1.0.0;")?;
    }
    writeln!(world, "    export bench:p{}/i1@1.0.0;\n}}", count - 1)?;
    write_package(directory, "worlds", &world)
}

/// Writes `count` packages, and the world `bench:every/every`, which imports all of their interfaces. Returns the directories of the
/// packages, each after those that it uses.
///
/// # Errors
///
/// When the files cannot be written.
pub(crate) fn write_imported(directory: &Path, count: usize) -> Result<Vec<String>> {
    write(directory, count)?;
    let mut world = "package bench:every;\nworld every {\n".to_owned();
    for at in 0..count {
        for interface in 0..5 {
            writeln!(world, "    import bench:p{at}/i{interface}@1.0.0;")?;
        }
    }
    write_package(directory, "every", &(world + "}\n"))?;
    let packages = (0..count).map(|at| format!("p{at}")).chain(["every".to_owned()]);
    Ok(packages.map(|package| directory.join(package).display().to_string()).collect())
}

fn package(at: usize) -> Result<String> {
    let mut dependencies = Vec::new();
    for other in [at.saturating_sub(1), at / 2, at / 3] {
        if other < at && !dependencies.contains(&other) {
            dependencies.push(other);
        }
    }
    let mut text = format!("package bench:p{at}@1.0.0;\n");
    for interface in 0..5 {
        writeln!(text, "interface i{interface} {{")?;
        for other in &dependencies {
            writeln!(text, "    use bench:p{other}/i{interface}@1.0.0.{{item as item-{other}}};")?;
        }
        let used =
            dependencies.first().map_or_else(|| "item".to_owned(), |other| format!("item-{other}"));
        writeln!(text, "{INTERFACE}    link: func(one: {used}, others: list<{used}>);\n}}")?;
    }
    Ok(text)
}

fn write_package(directory: &Path, package: &str, text: &str) -> Result<()> {
    let directory = directory.join(package);
    fs::create_dir_all(&directory).with_context(|| directory.display().to_string())?;
    fs::write(directory.join("package.wit"), text).context("writing a package")
}
