//! What `cargo doc` shows of a crate that calls the macro. Warnings of rustdoc are errors here.
//!
//! `BLESS=1 cargo test -p airssys-bindings-tests documentation` writes the golden; look at it in a browser.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::{Request, overview};
use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::folders;
use anyhow::{Context as _, Result, ensure};

/// A crate with this source and all packages of the project.
fn project(name: &str, source: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, source)?;
    fixture.copy(&folders::wit(), "wit")?;
    Ok(fixture)
}

/// All pages below a folder.
fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            pages.extend(self::pages(&path)?);
        } else if path.extension().is_some_and(|it| it == "html") {
            pages.push(path);
        }
    }
    Ok(pages)
}

/// The part of a page that the docs make.
fn docs(page: &str) -> &str {
    let start = page.find("<details class=\"toggle top-doc\"").unwrap_or(page.len());
    let end = page[start..].find("</details>").map_or(page.len(), |at| start + at);
    &page[start..end]
}

/// The ends of all links in a text, without their fragments.
fn links(text: &str) -> BTreeSet<&str> {
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter_map(|link| link.split('#').next()).filter(|link| !link.is_empty()).collect()
}

/// Fails unless each link in all docs below `folder` leads to a file, and gives how many there are.
fn check_links(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for page in pages(folder)? {
        let text = fs::read_to_string(&page)?;
        let parent = page.parent().context("a page is in a folder")?;
        for link in links(docs(&text)).into_iter().filter(|link| !link.contains("://")) {
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

/// Fails unless a page is that of the tree with all packages.
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
fn the_page_of_the_seven_packages_is_as_its_golden_says() -> Result<()> {
    let page = overview(&Request::new(folders::workspace()));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documentation/seven.md");
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(golden.parent().context("it is in a folder")?)?;
        fs::write(&golden, &page)?;
    }
    let expected = fs::read_to_string(&golden).context("the golden is written by `BLESS=1`")?;
    assert_eq!(page, expected);
    Ok(())
}

#[test]
fn a_crate_opens_on_the_page_of_the_tree() -> Result<()> {
    let source = "//! The bindings.\n#![cfg_attr(doc, doc = airssys_bindings::overview!())]\n\
                  airssys_bindings::airssys_bindings!();\n";
    let folder = project("documented-crate", source)?.document(&[])?;
    let page = fs::read_to_string(folder.join("index.html"))?;
    assert!(page.contains("<p>The bindings.</p>"), "a paragraph of its own");
    check_overview(&page);
    assert!(check_links(&folder)? > 60);
    Ok(())
}

#[test]
fn the_module_of_the_tree_is_its_page() -> Result<()> {
    let source = "//! x\nairssys_bindings::airssys_bindings!({ module: crate::bindings });\n";
    let folder = project("documented-module", source)?.document(&[])?;
    check_overview(&fs::read_to_string(folder.join("bindings/index.html"))?);
    check_links(&folder)?;
    Ok(())
}

#[test]
fn the_module_of_a_namespace_is_its_page() -> Result<()> {
    let folder = project("documented-namespace", "airssys_bindings::airssys_bindings!();")?;
    let folder = folder.document(&[])?;
    let page = fs::read_to_string(folder.join("airssys/index.html"))?;
    assert_eq!(docs(&page).matches("<rect").count(), PACKAGES.len());
    check_links(&folder)?;
    Ok(())
}

#[test]
fn each_item_tells_where_it_stands_in_wit_and_links_to_what_its_docs_name() -> Result<()> {
    let folder = project("documented-items", "airssys_bindings::airssys_bindings!();")?;
    let folder = folder.document(&[])?.join("airssys");
    let read = |path: &str| fs::read_to_string(folder.join(path)).with_context(|| path.to_owned());
    for (path, file) in [
        ("core_host/index.html", "wit/core/host/host.wit"),
        ("core_host/host_services/index.html", "wit/core/host/host.wit"),
        ("core_host/host_services/fn.log.html", "wit/core/host/host.wit"),
        ("core_types/types/struct.Timestamp.html", "wit/core/types/types.wit"),
        ("worlds/full/index.html", "wit/worlds/worlds.wit"),
    ] {
        let page = read(path)?;
        let place = docs(&page).split(&format!("{file}:")).nth(1).context(path.to_owned())?;
        let line = place.split('<').next().and_then(|line| line.parse::<usize>().ok());
        let line = line.with_context(|| path.to_owned())?;
        let text = fs::read_to_string(folders::workspace().join(file))?;
        let line = text.lines().nth(line - 1).context("the line is there")?;
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
fn what_is_behind_a_gate_is_linked_only_when_it_is_there() -> Result<()> {
    let source = "//! x\nairssys_bindings::airssys_bindings!({\n    module: crate::bindings,\n    \
                  cfg: { \"airssys:ext-network\": feature = \"network\" },\n});\n";
    let fixture = project("documented-gates", source)?;
    fixture.features(&["network"])?;
    for (arguments, there) in [(&[][..], false), (&["--all-features"][..], true)] {
        let folder = fixture.document(arguments)?;
        let page = fs::read_to_string(folder.join("bindings/index.html"))?;
        check_overview(&page);
        for link in ["airssys/ext_network/index.html", "airssys/worlds/full/index.html"] {
            assert_eq!(links(docs(&page)).contains(link), there, "{link}");
        }
        check_links(&folder)?;
    }
    Ok(())
}

#[test]
fn blocks_in_wit_docs_are_no_tests() -> Result<()> {
    let wit = "package a:b;\n/// An interface.\n///\n/// ```\n/// no rust\n/// ```\n///\n///     nor this\n\
               interface i {\n    /// A type.\n    ///\n    /// ```wit\n    /// type t = u8;\n    /// ```\n    \
               ///\n    /// * a list\n    ///\n    ///       more of it\n    type t = u8;\n}\n";
    let fixture = Fixture::new("documented-blocks", "airssys_bindings::airssys_bindings!();\n")?;
    fixture.write("wit/b.wit", wit)?;
    let said = fixture.test_documentation()?;
    assert!(said.contains("running 0 tests"), "{said}");
    let folder = fixture.document(&[])?;
    let page = fs::read_to_string(folder.join("a/b/i/index.html"))?;
    assert!(docs(&page).contains("nor this"), "{}", docs(&page));
    Ok(())
}

#[test]
fn an_argument_that_the_overview_does_not_know_is_an_error_there() -> Result<()> {
    let source = "#![doc = airssys_bindings::overview!({ pth: \"wit\" })]\n//! x\n";
    let fixture = project("documented-badly", source)?;
    let error = format!("{:?}", fixture.check().expect_err("it does not compile"));
    assert!(error.contains("pth") && error.contains("src/lib.rs:1:"), "{error}");
    Ok(())
}
