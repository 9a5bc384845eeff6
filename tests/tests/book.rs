//! The pages of `docs` and the README: examples compile, links resolve, and pages list every option.
//!
//! A line such as "`wit/a.wit`:" before a fenced block makes it a file of the page's example; blocks with the same name
//! are joined. Each directory of an example that contains `src` is a crate, whose manifest is completed. A page that
//! shows no file in `wit` uses the project's own packages. A `.wasm` file is shown as the WIT of its world.

mod examples;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Kind};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::paths;
use anyhow::Result;

use examples::Example;
use page::Page;

use crate::markdown::Block;

/// The least number of guest crates among the examples.
const MIN_GUESTS: usize = 12;

/// The least number of host crates among the examples.
const MIN_HOSTS: usize = 4;

fn docs() -> PathBuf {
    paths::workspace().join("docs")
}

/// Returns the README and the pages, without those tested elsewhere: the error pages (`error_pages`), and the pages that are
/// included in the documentation of the test crate (doctests).
fn pages() -> Vec<Page> {
    let library = paths::workspace().join("tests/src/lib.rs");
    let library = fs::read_to_string(library).expect("readable");
    let is_included =
        |page: &Page| library.contains(&format!("docs/{}\"", page.path.to_string_lossy()));
    let pages = all_pages().into_iter().filter(|page| !page.path.starts_with("errors"));
    pages.filter(|page| !is_included(page)).chain([readme()]).collect()
}

/// Returns the README of the repository, under a path that no page has.
fn readme() -> Page {
    let path = PathBuf::from("repository/readme.md");
    Page { path, ..Page::read(&paths::workspace(), &paths::workspace().join("README.md")) }
}

fn all_pages() -> Vec<Page> {
    let files = paths::files(&docs()).expect("readable").into_iter();
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| Page::read(&docs(), &path)).collect()
}

/// Returns the guest and the host crates of the pages.
fn examples() -> (Vec<Example>, Vec<Example>) {
    let examples = pages().iter().flat_map(Example::of).collect::<Vec<_>>();
    examples.into_iter().partition(|example| !example.is_host())
}

#[test]
fn guest_examples_compile() -> Result<()> {
    let (guests, _) = examples();
    assert!(guests.len() >= MIN_GUESTS, "only {} crates", guests.len());
    examples::check_guests(&pages(), &guests)
}

#[test]
fn host_examples_compile() -> Result<()> {
    let (_, hosts) = examples();
    assert!(hosts.len() >= MIN_HOSTS, "only {} crates", hosts.len());
    examples::check_hosts(&pages(), &hosts)
}

#[test]
fn rust_blocks_belong_to_an_example() {
    for page in pages() {
        let crates: Vec<_> = Example::of(&page).into_iter().map(|example| example.root).collect();
        for block in page.blocks.iter().filter(|block| block.language == "rust") {
            let name = block.name.as_deref().unwrap_or_else(|| {
                panic!("{}: no file name for\n{}", page.path.display(), block.text)
            });
            let in_crate = crates.iter().any(|root| Path::new(name).starts_with(root));
            assert!(in_crate, "{}: `{name}` is in no crate", page.path.display());
        }
    }
}

#[test]
fn unnamed_wit_blocks_are_valid() {
    for page in pages() {
        let blocks = page.blocks.iter();
        for block in blocks.filter(|block| block.language == "wit" && block.name.is_none()) {
            let bindings = expand(&request("unnamed", "wit/a.wit", &block.text));
            let messages: Vec<_> = bindings
                .diagnostics
                .iter()
                .map(|diagnostic| diagnostic.render(&bindings.files))
                .collect();
            assert!(messages.is_empty(), "{}: {}", page.path.display(), messages.join("\n"));
        }
    }
}

#[test]
fn getting_started_shows_the_actual_message() {
    let page = Page::read(&docs(), &docs().join("guide/getting-started.md"));
    let block = |matches: &dyn Fn(&Block) -> bool| {
        page.blocks.iter().find(|block| matches(block)).expect("no such block").text.clone()
    };
    let wit = block(&|block| block.language == "wit").replace("-> string", "-> strin");
    let shown = collapse_whitespace(&block(&|block| block.text.contains("[AB")));
    let bindings = expand(&request("mistake", "wit/greeter.wit", &wit));
    let [diagnostic] = bindings.diagnostics.as_slice() else {
        panic!("not one diagnostic: {:?}", bindings.diagnostics);
    };
    let message = collapse_whitespace(&diagnostic.render(&bindings.files));
    assert!(shown.contains(&message), "the page does not show: {message}");
}

#[test]
fn toml_blocks_parse() {
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.language == "toml") {
            let parsed = toml::de::DeTable::parse(&block.text);
            assert!(parsed.is_ok(), "{}: {parsed:?}\n{}", page.path.display(), block.text);
        }
    }
}

#[test]
fn blocks_declare_a_known_language() {
    const KNOWN: [&str; 6] = ["rust", "wit", "toml", "sh", "text", "console"];
    for page in pages() {
        for block in &page.blocks {
            let known = KNOWN.contains(&block.language.as_str());
            assert!(known, "{}: `{}`", page.path.display(), block.language);
        }
    }
}

#[test]
fn links_resolve() {
    for page in all_pages() {
        for link in page.links() {
            let file = link.split('#').next().unwrap_or_default();
            let directory = page.path.parent().expect("a page without a directory");
            let target = normalize(&directory.join(file));
            let exists = target.is_some_and(|target| docs().join(target).is_file());
            assert!(exists, "{}: broken link `{link}`", page.path.display());
        }
    }
}

/// The README is also shown by registries, which resolve no relative links.
#[test]
fn links_of_the_readme_are_absolute() {
    let readme = readme();
    assert_eq!(readme.links(), Vec::<String>::new());
    let repository = "(https://github.com/airsstack/airssys-bindings/";
    for rest in readme.text.split(repository).skip(1) {
        let link = rest.split([')', '#']).next().unwrap_or_default();
        let path = link.split_once("/HEAD/").map(|(_, path)| paths::workspace().join(path));
        assert!(path.is_some_and(|path| path.exists()), "broken link `{link}`");
    }
}

#[test]
fn summary_lists_each_page_once() {
    let pages = all_pages().into_iter().map(|page| page.path);
    let pages: BTreeSet<_> = pages.filter(|path| path != Path::new("SUMMARY.md")).collect();
    let links = Page::read(&docs(), &docs().join("SUMMARY.md")).links();
    let listed: BTreeSet<_> = links.iter().map(PathBuf::from).collect();
    let difference: Vec<_> = listed.symmetric_difference(&pages).collect();
    assert!(difference.is_empty(), "unlisted or missing pages: {difference:?}");
    assert_eq!(links.len(), listed.len(), "a page is listed twice");
}

#[test]
fn mentioned_error_codes_exist() {
    let codes: BTreeSet<_> = Kind::codes().map(|(code, _)| code.to_string()).collect();
    for page in pages() {
        for (at, _) in page.text.match_indices("AB") {
            let digits = page.text[at + 2..].chars().take_while(char::is_ascii_digit).count();
            let code = &page.text[at..at + 2 + digits];
            assert!(digits != 4 || codes.contains(code), "{}: {code}", page.path.display());
        }
    }
}

/// Writes a WIT file into a scratch directory, and returns the request for it.
fn request(directory: &str, file: &str, wit: &str) -> Request {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book").join(directory);
    fs::create_dir_all(directory.join("wit")).expect("writable");
    fs::write(directory.join(file), wit).expect("writable");
    let path = vec![Given { value: file.to_owned(), argument: ArgumentId(0) }];
    let mut request = Request::new(directory);
    request.roots.path = path;
    request
}

/// Replaces each run of whitespace with one space.
fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Resolves `.` and `..` in a relative path. `None` if the path leaves the directory.
fn normalize(path: &Path) -> Option<PathBuf> {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => normalized.pop().then_some(())?,
            Component::CurDir => {}
            other => normalized.push(other),
        }
    }
    Some(normalized)
}
