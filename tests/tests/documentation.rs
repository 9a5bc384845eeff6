//! The documentation of crates that call the macro. Warnings of rustdoc are errors.
//!
//! `BLESS=1 cargo test -p airssys-bindings-tests documentation` writes the golden; review it in a browser.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::{Request, overview};
use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result, ensure};

/// Returns the part of an HTML page that is rendered from the docs.
fn docs(page: &str) -> &str {
    let start = page.find("<details class=\"toggle top-doc\"").unwrap_or(page.len());
    let end = page[start..].find("</details>").map_or(page.len(), |at| start + at);
    &page[start..end]
}

/// Returns the targets of all links, without their fragments.
fn links(html: &str) -> BTreeSet<&str> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter_map(|link| link.split('#').next()).filter(|link| !link.is_empty()).collect()
}

/// Checks that each relative link in the docs of a directory resolves, and returns the number of links.
fn check_links(directory: &Path) -> Result<usize> {
    let mut count = 0;
    let is_page = |path: &PathBuf| path.extension().is_some_and(|it| it == "html");
    for page in paths::files(directory)?.into_iter().filter(is_page) {
        let html = fs::read_to_string(&page)?;
        let parent = page.parent().context("a page without a directory")?;
        for link in links(docs(&html)).into_iter().filter(|link| !link.contains("://")) {
            ensure!(parent.join(link).is_file(), "{} in {}", link, page.display());
            count += 1;
        }
    }
    Ok(count)
}

const PACKAGES: [&str; 8] = [
    "core-capabilities",
    "core-component",
    "core-host",
    "core-types",
    "ext-filesystem",
    "ext-network",
    "ext-process",
    "worlds",
];

/// Checks that a page has the overview of all packages.
fn check_overview(page: &str) {
    let docs = docs(page);
    for package in PACKAGES {
        assert!(docs.contains(&format!(">airssys:{package}</code>")), "{package}: {docs}");
        assert!(docs.contains(&format!(">{package}</text>")), "{package}: {docs}");
    }
    assert_eq!(docs.matches("<rect").count(), PACKAGES.len());
    for (link, text) in [
        ("airssys/core_types/index.html", "airssys:core-types"),
        ("airssys/core_types/types/index.html", "types"),
        ("airssys/worlds/component/index.html", "component"),
    ] {
        let mut links = docs.split("<a href=\"").filter(|rest| rest.starts_with(link));
        assert!(links.any(|rest| rest.contains(&format!("<code>{text}</code>"))), "{docs}");
    }
    assert!(docs.contains("wit/core/types/types.wit:5"), "{docs}");
    assert!(docs.contains("1.0.0"), "{docs}");
}

#[test]
fn overview_of_the_seven_packages_matches_the_golden() -> Result<()> {
    let page = overview(&Request::new(paths::workspace()));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documentation/seven.md");
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(golden.parent().context("a golden without a directory")?)?;
        fs::write(&golden, &page)?;
    }
    let expected =
        fs::read_to_string(&golden).context("reading the golden; `BLESS=1` writes it")?;
    assert_eq!(page, expected);
    Ok(())
}

#[test]
fn overview_macro_documents_the_crate_root() -> Result<()> {
    let source = "//! The bindings.\n#![cfg_attr(doc, doc = airssys_bindings::overview!())]\n\
                  airssys_bindings::airssys_bindings!();\n";
    let directory = Fixture::with_project_wit("documented-crate", source)?.document(&[])?;
    let page = fs::read_to_string(directory.join("index.html"))?;
    assert!(
        page.contains("<p>The bindings.</p>"),
        "the docs of the crate are a separate paragraph"
    );
    check_overview(&page);
    assert!(check_links(&directory)? > 60);
    Ok(())
}

#[test]
fn module_option_documents_the_module() -> Result<()> {
    let source = "//! x\nairssys_bindings::airssys_bindings!({ module: crate::bindings });\n";
    let directory = Fixture::with_project_wit("documented-module", source)?.document(&[])?;
    check_overview(&fs::read_to_string(directory.join("bindings/index.html"))?);
    check_links(&directory)?;
    Ok(())
}

#[test]
fn namespace_module_has_the_overview() -> Result<()> {
    let directory = Fixture::with_project_wit(
        "documented-namespace",
        "airssys_bindings::airssys_bindings!();",
    )?;
    let directory = directory.document(&[])?;
    let page = fs::read_to_string(directory.join("airssys/index.html"))?;
    assert_eq!(docs(&page).matches("<rect").count(), PACKAGES.len());
    check_links(&directory)?;
    Ok(())
}

#[test]
fn item_docs_have_wit_locations_and_links() -> Result<()> {
    let directory =
        Fixture::with_project_wit("documented-items", "airssys_bindings::airssys_bindings!();")?;
    let directory = directory.document(&[])?.join("airssys");
    let read =
        |path: &str| fs::read_to_string(directory.join(path)).with_context(|| path.to_owned());
    for (path, file) in [
        ("core_host/index.html", "wit/core/host/host.wit"),
        ("core_host/host_services/index.html", "wit/core/host/host.wit"),
        ("core_host/host_services/fn.log.html", "wit/core/host/host.wit"),
        ("core_types/types/struct.Timestamp.html", "wit/core/types/types.wit"),
        ("worlds/full/index.html", "wit/worlds/worlds.wit"),
    ] {
        let page = read(path)?;
        let location = docs(&page).split(&format!("{file}:")).nth(1).context(path.to_owned())?;
        let line = location.split('<').next().and_then(|line| line.parse::<usize>().ok());
        let line = line.with_context(|| path.to_owned())?;
        let wit = fs::read_to_string(paths::workspace().join(file))?;
        let line = wit.lines().nth(line - 1).context("no such line")?;
        let name = path.trim_end_matches("/index.html").trim_end_matches(".html");
        let name = name.rsplit(['/', '.']).next().unwrap_or_default().to_lowercase();
        assert!(line.replace('-', "_").contains(&name), "{path}: {line}");
    }
    // The docs of `component-info` name a function of another package.
    let page = read("core_host/host_services/struct.ComponentInfo.html")?;
    let link = "href=\"../../core_component/component_lifecycle/fn.metadata.html\"";
    assert!(docs(&page).contains(link), "{}", docs(&page));
    Ok(())
}

#[test]
fn gated_modules_are_linked_only_when_enabled() -> Result<()> {
    let source = "//! x\nairssys_bindings::airssys_bindings!({\n    module: crate::bindings,\n    \
                  cfg: { \"airssys:ext-network\": feature = \"network\" },\n});\n";
    let fixture = Fixture::with_project_wit("documented-gates", source)?;
    fixture.features(&["network"])?;
    for (arguments, enabled) in [(&[][..], false), (&["--all-features"][..], true)] {
        let directory = fixture.document(arguments)?;
        let page = fs::read_to_string(directory.join("bindings/index.html"))?;
        check_overview(&page);
        for link in ["airssys/ext_network/index.html", "airssys/worlds/full/index.html"] {
            assert_eq!(links(docs(&page)).contains(link), enabled, "{link}");
        }
        check_links(&directory)?;
    }
    Ok(())
}

#[test]
fn code_blocks_in_wit_docs_are_not_doctests() -> Result<()> {
    let wit = "package a:b;\n/// An interface.\n///\n/// ```\n/// no rust\n/// ```\n///\n///     nor this\n\
               interface i {\n    /// A type.\n    ///\n    /// ```wit\n    /// type t = u8;\n    /// ```\n    \
               ///\n    /// * a list\n    ///\n    ///       more of it\n    type t = u8;\n}\n";
    let fixture = Fixture::new("documented-blocks", "airssys_bindings::airssys_bindings!();\n")?;
    fixture.write("wit/b.wit", wit)?;
    let stdout = fixture.test_documentation()?;
    assert!(stdout.contains("running 0 tests"), "{stdout}");
    let directory = fixture.document(&[])?;
    let page = fs::read_to_string(directory.join("a/b/i/index.html"))?;
    assert!(docs(&page).contains("nor this"), "{}", docs(&page));
    Ok(())
}

#[test]
fn export_macros_are_documented_and_are_not_doctests() -> Result<()> {
    let source = "//! x\n/// Bindings.\npub mod one {\n    airssys_bindings::airssys_bindings!();\n}\n\
                  /// Bindings for other crates.\npub mod public {\n    \
                  airssys_bindings::airssys_bindings!({ pub_export_macro: true });\n}\n\
                  struct Component;\nimpl one::a::b::w::Guest for Component {\n    fn run() {}\n}\n\
                  one::a::b::w::export!(Component with_types_in one::a::b::w);\n";
    let wit =
        "package a:b;\nworld w { export run: func(); }\nworld imports { import f: func(); }\n";
    let fixture = Fixture::new("documented-exports", source)?;
    fixture.write("wit/b.wit", wit)?;
    let stdout = fixture.test_documentation()?;
    assert!(stdout.contains("running 0 tests"), "{stdout}");
    let directory = fixture.document(&[])?;
    for module in ["one", "public"] {
        for (world, example) in [("w", "export!(Component);"), ("imports", "export!()")] {
            let page = directory.join(format!("{module}/a/b/{world}/macro.export.html"));
            let page = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
            assert!(docs(&page).contains(example), "{module} {world}: {}", docs(&page));
        }
    }
    let root = fs::read_to_string(directory.join("index.html"))?;
    assert!(!root.contains("macro."), "a macro is in the root of the crate");
    let world = fs::read_to_string(directory.join("public/a/b/w/index.html"))?;
    assert_eq!(world.matches("\"macro.").count(), 1, "{world}");
    Ok(())
}

#[test]
fn unknown_overview_argument_is_an_error() -> Result<()> {
    let source = "#![doc = airssys_bindings::overview!({ pth: \"wit\" })]\n//! x\n";
    let fixture = Fixture::with_project_wit("documented-badly", source)?;
    let error = fixture.check_error();
    assert!(error.contains("pth") && error.contains("src/lib.rs:1:"), "{error}");
    Ok(())
}
