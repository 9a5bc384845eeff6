//! Directories of many packages that use each other: five interfaces each, of ten functions.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// What each interface has, besides what it uses of others and one function about that.
const INTERFACE: &str = "
    enum kind { small, medium, large }
    record item { id: u64, name: string, kind: kind, parent: option<u32> }
    variant fault { missing, refused(string), busy(u32) }
    count: func() -> u32;
    is-empty: func(kind: kind) -> bool;
    clear: func(below: u64, above: u64);
    rename: func(id: u64, name: string);
    describe: func(id: u64) -> string;
    read: func(id: u64) -> result<list<u8>, fault>;
    write: func(id: u64, bytes: list<u8>) -> result<_, fault>;
    get: func(id: u64) -> option<item>;
    put: func(item: item) -> result<u64, fault>;
";

/// Writes `count` packages, each of which uses up to three of those before it, and a world that imports every tenth.
///
/// # Errors
///
/// When the files cannot be written.
pub(crate) fn write(folder: &Path, count: usize) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    for at in 0..count {
        file(folder, &format!("p{at}"), &package(at)?)?;
    }
    let mut world = "package bench:worlds@1.0.0;\nworld all {\n".to_owned();
    for at in (0..count).step_by(10) {
        writeln!(world, "    import bench:p{at}/i0@1.0.0;")?;
    }
    writeln!(world, "    export bench:p{}/i1@1.0.0;\n}}", count - 1)?;
    file(folder, "worlds", &world)
}

fn package(at: usize) -> Result<String> {
    let mut needed = Vec::new();
    for other in [at.saturating_sub(1), at / 2, at / 3] {
        if other < at && !needed.contains(&other) {
            needed.push(other);
        }
    }
    let mut text = format!("package bench:p{at}@1.0.0;\n");
    for interface in 0..5 {
        writeln!(text, "interface i{interface} {{")?;
        for other in &needed {
            writeln!(text, "    use bench:p{other}/i{interface}@1.0.0.{{item as item-{other}}};")?;
        }
        let used =
            needed.first().map_or_else(|| "item".to_owned(), |other| format!("item-{other}"));
        writeln!(text, "{INTERFACE}    link: func(one: {used}, others: list<{used}>);\n}}")?;
    }
    Ok(text)
}

fn file(folder: &Path, package: &str, text: &str) -> Result<()> {
    let folder = folder.join(package);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    fs::write(folder.join("package.wit"), text).context("writing a package")
}
