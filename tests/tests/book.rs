//! The pages of `docs`: what they show compiles, what they link to is there, and what there is they name.
//!
//! A line such as "`wit/a.wit`:" before a fenced block makes it a file of the page's example; blocks of one name are one
//! file. Each folder of an example with a `src` is a crate, and gets what its manifest lacks. A page that shows no
//! file in `wit` is about the project's own packages.

mod examples;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Kind};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::folders;
use anyhow::Result;

use examples::Example;
use page::Page;

/// How many crates the pages have as examples, at least: those on guests, and those on hosts.
const CRATES: (usize, usize) = (12, 4);

fn docs() -> PathBuf {
    folders::workspace().join("docs")
}

/// The pages, but those that have tests of their own: those of the errors, and those that are documentation of the
/// test crate, whose examples rustdoc compiles.
fn pages() -> Vec<Page> {
    let library = folders::workspace().join("tests/src/lib.rs");
    let library = fs::read_to_string(library).expect("readable");
    let is_documentation =
        |page: &Page| library.contains(&format!("docs/{}\"", page.path.to_string_lossy()));
    let pages = all_pages().into_iter().filter(|page| !page.path.starts_with("errors"));
    pages.filter(|page| !is_documentation(page)).collect()
}

fn all_pages() -> Vec<Page> {
    let files = folders::files(&docs()).expect("the folder is there").into_iter();
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| Page::read(&docs(), &path)).collect()
}

fn examples() -> (Vec<Example>, Vec<Example>) {
    let examples = pages().iter().flat_map(Example::of).collect::<Vec<_>>();
    examples.into_iter().partition(|example| !example.is_host())
}

#[test]
fn each_example_without_wasmtime_compiles() -> Result<()> {
    let (guests, _) = examples();
    assert!(guests.len() >= CRATES.0, "only {} crates", guests.len());
    examples::check_guests(&pages(), &guests)
}

#[test]
fn each_example_with_wasmtime_compiles() -> Result<()> {
    let (_, hosts) = examples();
    assert!(hosts.len() >= CRATES.1, "only {} crates", hosts.len());
    examples::check_hosts(&pages(), &hosts)
}

#[test]
fn each_rust_block_is_a_file_of_an_example() {
    for page in pages() {
        let crates: Vec<_> = Example::of(&page).into_iter().map(|example| example.root).collect();
        for block in page.blocks.iter().filter(|block| block.language == "rust") {
            let name = block
                .name
                .as_deref()
                .unwrap_or_else(|| panic!("{}: no file has\n{}", page.path.display(), block.text));
            let belongs = crates.iter().any(|root| Path::new(name).starts_with(root));
            assert!(belongs, "{}: `{name}` is of no crate", page.path.display());
        }
    }
}

#[test]
fn each_wit_block_that_is_no_file_is_sound() {
    for page in pages() {
        let blocks = page.blocks.iter();
        for block in blocks.filter(|block| block.language == "wit" && block.name.is_none()) {
            let bindings = expand(&request("sound", "wit/a.wit", &block.text));
            let told: Vec<_> = bindings
                .diagnostics
                .iter()
                .map(|diagnostic| diagnostic.render(&bindings.files))
                .collect();
            assert!(told.is_empty(), "{}: {}", page.path.display(), told.join("\n"));
        }
    }
}

#[test]
fn the_message_in_getting_started_is_what_its_mistake_gives() {
    let page = Page::read(&docs(), &docs().join("guide/getting-started.md"));
    let block = |found: &dyn Fn(&page::Block) -> bool| {
        page.blocks.iter().find(|block| found(block)).expect("it is on the page").text.clone()
    };
    let wit = block(&|block| block.language == "wit").replace("-> string", "-> strin");
    let shown = words(&block(&|block| block.text.contains("[AB")));
    let bindings = expand(&request("mistake", "wit/greeter.wit", &wit));
    let [fault] = bindings.diagnostics.as_slice() else {
        panic!("not one fault: {:?}", bindings.diagnostics);
    };
    let told = words(&fault.render(&bindings.files));
    assert!(shown.contains(&told), "other than the page shows: {told}");
}

#[test]
fn each_toml_block_is_toml() {
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.language == "toml") {
            let parsed = toml::de::DeTable::parse(&block.text);
            assert!(parsed.is_ok(), "{}: {parsed:?}\n{}", page.path.display(), block.text);
        }
    }
}

#[test]
fn each_block_says_what_it_is() {
    const KNOWN: [&str; 6] = ["rust", "wit", "toml", "sh", "text", "console"];
    for page in pages() {
        for block in &page.blocks {
            let known = KNOWN.contains(&block.language.as_str());
            assert!(known, "{}: `{}`", page.path.display(), block.language);
        }
    }
}

#[test]
fn each_link_leads_to_a_page() {
    for page in all_pages() {
        for link in page.links() {
            let file = link.split('#').next().unwrap_or_default();
            let folder = page.path.parent().expect("a page is in a folder");
            let target = normal(&folder.join(file));
            let there = target.is_some_and(|target| docs().join(target).is_file());
            assert!(there, "{}: nothing is at `{link}`", page.path.display());
        }
    }
}

#[test]
fn the_summary_has_each_page_once() {
    let pages = all_pages().into_iter().map(|page| page.path);
    let pages: BTreeSet<_> = pages.filter(|path| path != Path::new("SUMMARY.md")).collect();
    let links = Page::read(&docs(), &docs().join("SUMMARY.md")).links();
    let listed: BTreeSet<_> = links.iter().map(PathBuf::from).collect();
    let differ: Vec<_> = listed.symmetric_difference(&pages).collect();
    assert!(differ.is_empty(), "only in one of both: {differ:?}");
    assert_eq!(links.len(), listed.len(), "a page is listed twice");
}

#[test]
fn each_code_that_a_page_names_exists() {
    let codes: BTreeSet<_> = Kind::codes().map(|(code, _)| code.to_string()).collect();
    for page in pages() {
        for (at, _) in page.text.match_indices("AB") {
            let digits = page.text[at + 2..].chars().take_while(char::is_ascii_digit).count();
            let code = &page.text[at..at + 2 + digits];
            assert!(digits != 4 || codes.contains(code), "{}: {code}", page.path.display());
        }
    }
}

/// The request for one file, in a scratch folder of this name.
fn request(folder: &str, file: &str, wit: &str) -> Request {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book").join(folder);
    fs::create_dir_all(folder.join("wit")).expect("writable");
    fs::write(folder.join(file), wit).expect("writable");
    let path = vec![Given { value: file.to_owned(), argument: ArgumentId(0) }];
    let mut request = Request::new(folder);
    request.roots.path = path;
    request
}

/// A text without what differs in how it is indented.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A relative path without `.` and `..`, if it stays in the folder.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => normal.pop().then_some(())?,
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    Some(normal)
}
