//! Tests of small packages, comparison with wit-parser, and tests that no source makes the checks panic.

use std::path::Path;

use super::{Input, check, rust_names};
use crate::files::{FileId, Files, SourceFile};
use crate::package_name::PackageName;
use crate::sources::Folder;

/// A directory of packages.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) files: Files,
    pub(super) folders: Vec<Folder>,
    features: Vec<String>,
}

impl Tree {
    /// Creates a directory from paths and sources; the files of one folder are one package.
    pub(super) fn new(texts: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in texts {
            tree.add(path, text);
        }
        tree
    }

    fn add(&mut self, path: &str, text: &str) {
        let file = self.files.add(SourceFile {
            path: path.to_owned(),
            absolute: path.into(),
            text: text.to_owned(),
            byte_order_mark: false,
            executable: false,
        });
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if folder.ends_with("/deps") { path } else { folder };
        match self.folders.iter_mut().find(|other| other.path == folder) {
            Some(folder) => folder.wit.push(file),
            None => self.folders.push(new_folder(folder, file)),
        }
    }

    /// Reads every `.wit` file below a folder.
    fn read(root: &Path) -> Self {
        let mut paths = Vec::new();
        collect(root, &mut paths);
        paths.sort();
        let mut tree = Self::default();
        for path in paths {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let relative = path.strip_prefix(root.parent().unwrap_or(root)).unwrap_or(&path);
            tree.add(&relative.to_string_lossy().replace('\\', "/"), &text);
        }
        tree
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            files: &self.files,
            folders: &self.folders,
            decoded: &[],
            features: &self.features,
            all_features: false,
            accessors: true,
        }
    }

    pub(super) fn render(&self) -> Vec<String> {
        check(&self.input()).iter().map(|(_, diagnostic)| diagnostic.render(&self.files)).collect()
    }
}

fn new_folder(path: &str, file: FileId) -> Folder {
    let dependency = path.split('/').any(|part| part == "deps");
    Folder { path: path.to_owned(), wit: vec![file], dependency, ..Folder::default() }
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "wit") {
            paths.push(path);
        }
    }
}

/// Returns the paths of the invalid directories.
fn bad_packages() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
    let entries = std::fs::read_dir(root).expect("the folder is in the workspace");
    let mut cases: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    cases.into_iter().filter(|case| case.is_dir()).collect()
}

/// Compares with wit-parser, over the files of this workspace, and the folders that `WIT_CORPUS` names.
#[test]
fn packages_that_wit_parser_accepts_are_accepted() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["../wit", "../tests", "../ui-tests/ui"].map(|folder| here.join(folder));
    let more = std::env::var("WIT_CORPUS").unwrap_or_default();
    let more = more.split(':').filter(|root| !root.is_empty()).map(std::path::PathBuf::from);
    let (mut wrong, mut compared) = (0, 0);
    for root in own.into_iter().chain(more) {
        let root = root.as_path();
        let mut paths = Vec::new();
        collect(root, &mut paths);
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let mut map = wit_parser::SourceMap::new();
            map.push(&path, text.clone());
            let accepted = map.parse().is_ok();
            compared += usize::from(accepted);
            let mut tree = Tree::default();
            tree.add("wit/a.wit", &text);
            let diagnostics = crate::syntax::parse(tree.folders[0].wit[0], &text).1;
            if accepted && !diagnostics.is_empty() {
                wrong += 1;
                println!("## SYNTAX {}", path.display());
                diagnostics
                    .iter()
                    .for_each(|diagnostic| println!("{}\n", diagnostic.render(&tree.files)));
            }
        }
        let Ok(entries) = std::fs::read_dir(root) else { continue };
        let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            if !path.is_dir() && path.extension().is_none_or(|extension| extension != "wit") {
                continue;
            }
            let mut resolve = wit_parser::Resolve::default();
            resolve.features.insert("active".to_owned());
            let parsed = resolve.push_path(&path);
            let mut tree = if path.is_dir() { Tree::read(&path) } else { Tree::default() };
            if !path.is_dir() {
                tree.add("wit/a.wit", &std::fs::read_to_string(&path).unwrap_or_default());
            }
            tree.features.push("active".to_owned());
            let diagnostics = tree.render();
            match parsed {
                Ok(_) if !diagnostics.is_empty() => {
                    wrong += 1;
                    println!("## ACCEPTED {}\n{}", path.display(), diagnostics.join("\n\n"));
                }
                Err(error) => {
                    let first = format!("{error:#}");
                    let first: Vec<_> = first.lines().take(8).collect();
                    let ours = if diagnostics.is_empty() { "NONE" } else { "" };
                    println!(
                        "## REFUSED {ours} {}\n{}\n-----\n{}\n",
                        path.display(),
                        first.join("\n"),
                        diagnostics.join("\n\n")
                    );
                }
                Ok(_) => {}
            }
        }
    }
    assert_eq!(wrong, 0);
    assert!(compared > 100, "only {compared} files were there to compare");
}

/// Returns the sources of the invalid directories and the samples below.
fn texts() -> Vec<String> {
    let mut paths = Vec::new();
    bad_packages().iter().for_each(|case| collect(case, &mut paths));
    let mut texts: Vec<_> =
        paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    texts.extend(SAMPLES.iter().map(|text| (*text).to_owned()));
    texts
}

const SAMPLES: &[&str] = &[
    "package a:b@1.0.0;\n/// docs\ninterface i { resource r { constructor(a: u32) -> result<r>; m: async func(x: borrow<r>) -> list<u8, 4>; p: get() -> u32; p: set(v: u32); s: static func(); } }\n",
    "package a:b; @since(version = 1.0.0) @deprecated(version = 1.2.0) world w { use i.{t as u}; import a: func(); export x: interface { f: func() -> result<_, string>; } include y with { a as b } }\n",
    "package a:b { interface i { flags f { a, b } variant v { a(tuple<u32, char>), b } map: func(); type t = map<string, future<u8>>; } }\n",
    "package é:ü@1; interface 東京 { f→g: func(“x”) ; /* /* */ }\n",
];

/// Checks truncated sources, and sources with parts removed.
#[test]
fn no_source_makes_the_checks_panic() {
    for text in texts() {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(3) {
            diagnostics(&text[..end]);
            diagnostics(&text[end..]);
        }
        let lines: Vec<_> = text.lines().collect();
        for skipped in 0..lines.len() {
            let kept = lines.iter().enumerate().filter(|(line, _)| *line != skipped);
            diagnostics(&kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n"));
        }
        let words: Vec<_> =
            text.split_inclusive([' ', ';', '{', '}', '(', ')', ':', '.', ',']).collect();
        for skipped in 0..words.len() {
            let kept = words.iter().enumerate().filter(|(word, _)| *word != skipped);
            diagnostics(&kept.map(|(_, word)| *word).collect::<String>());
        }
    }
}

fn diagnostics(text: &str) {
    let tree = Tree::new(&[
        ("wit/a.wit", text),
        (
            "wit/deps/t/t.wit",
            "package test:types@1.0.0; interface types { record test-result { a: u32 } }",
        ),
    ]);
    for diagnostic in tree.render() {
        assert!(diagnostic.contains("[AB"), "{diagnostic}");
    }
    rust_names(&tree.input());
}

/// Returns location, message and help of each error in a source, next to a package `test:types@1.0.0`.
pub(super) fn messages(text: &str) -> Vec<String> {
    let types = "package test:types@1.0.0;\ninterface types { record test-result { a: u32 } }\n";
    let tree = Tree::new(&[("wit/a.wit", text), ("wit/deps/t/t.wit", types)]);
    let shown = |diagnostic: &crate::diagnostic::Diagnostic| {
        let rendered = diagnostic.render(&tree.files);
        let location = rendered.lines().find_map(|line| line.trim().strip_prefix("--> wit/"));
        format!(
            "{} {} | {}",
            location.unwrap_or_default(),
            diagnostic.title(),
            diagnostic.help_sentence().unwrap_or_default()
        )
    };
    check(&tree.input()).iter().map(|(_, diagnostic)| shown(diagnostic)).collect()
}

/// A valid package with most constructs of WIT.
const VALID: &str = "package a:b@1.0.0;

/// Types.
interface types {
  record user {
    name: string,
    age: option<u32>,
  }
  enum color { red, green }
  variant shape { circle(f32), empty }
  flags perms { read, write }
  type id = u64;
  resource file {
    constructor(path: string);
    read: func(n: u32) -> result<list<u8>, string>;
    open: static func(u: user) -> file;
  }
}

interface api {
  use types.{user, file as handle};
  get: func(id: u64) -> option<user>;
  pair: func(a: tuple<u32, string>, f: borrow<handle>) -> result<_, string>;
  @since(version = 1.0.0)
  done: async func();
}

world base {
  import log: func(msg: string);
}

world app {
  include base with { log as logger }
  use types.{user};
  import types;
  import inner: interface {
    f: func();
  }
  export api;
  export run: func(u: user) -> u32;
}
";

/// Removes or doubles each token in turn: wit-parser and the checks must agree.
#[test]
fn removed_and_doubled_tokens_are_judged_like_by_wit_parser() {
    let tokens =
        VALID.split_inclusive([' ', ';', '{', '}', '(', ')', ':', '.', ',', '<', '>', '\n']);
    let tokens: Vec<&str> = tokens.flat_map(split_punctuation).collect();
    for at in 0..tokens.len() {
        for times in [0, 2] {
            let text: String = (0..tokens.len())
                .flat_map(|i| std::iter::repeat_n(tokens[i], if i == at { times } else { 1 }))
                .collect();
            judge(
                &text,
                &format!("{:?} x{times} after {:?}", tokens[at], &tokens[at.saturating_sub(3)..at]),
            );
        }
    }
}

/// Splits a word from the punctuation after it.
fn split_punctuation(text: &str) -> Vec<&str> {
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    let (head, tail) = text.split_at(text.len() - last);
    [head, tail].into_iter().filter(|part| !part.is_empty()).collect()
}

fn judge(text: &str, what: &str) {
    let mut resolve = wit_parser::Resolve::default();
    let accepted = resolve.push_str("a.wit", text).is_ok();
    let mut tree = Tree::default();
    tree.add("wit/a.wit", text);
    let diagnostics = tree.render();
    if std::env::var("WIT_VERBOSE").is_ok() && diagnostics.len() > 1 {
        println!("#### {what}: {}\n{}\n", diagnostics.len(), diagnostics.join("\n"));
    }
    assert_eq!(accepted, diagnostics.is_empty(), "{what}\n{}\n{text}", diagnostics.join("\n"));
}

/// Paths resolve to packages in binary form by their names.
#[test]
fn decoded_packages_are_known() {
    let text = "package a:b;
interface i { use wasi:io/poll@0.2.0.{pollable, polable}; use wasi:io/pol@0.2.0.{x}; }
world w { import wasi:io/poll; import wasi:io/poll@0.2.0; include wasi:io/imports@0.2.0; import wasi:io/imports@0.2.0; }
";
    let tree = Tree::new(&[("wit/a.wit", text)]);
    let decoded = [super::Decoded {
        name: PackageName {
            namespace: "wasi".to_owned(),
            name: "io".to_owned(),
            version: semver::Version::parse("0.2.0").ok(),
        },
        interfaces: vec![("poll".to_owned(), vec!["pollable".to_owned()])],
        worlds: vec!["imports".to_owned()],
    }];
    let diagnostics = check(&Input { decoded: &decoded, ..tree.input() });
    let messages: Vec<_> = diagnostics.iter().map(|(_, diagnostic)| diagnostic.title()).collect();
    assert_eq!(
        messages,
        [
            "interface `wasi:io/poll@0.2.0` has no type `polable` [AB0304]",
            "cannot find interface `pol` in package `wasi:io@0.2.0` [AB0301]",
            "missing version of package `wasi:io` in this path [AB0407]",
            "expected an interface, found world `imports` [AB0306]",
        ]
    );
}

#[test]
fn cycles_of_worlds_and_types_terminate() {
    // Each name twice: following all paths would take exponential time.
    let tree = Tree::new(&[(
        "wit/a.wit",
        "package a:b;
        interface i { use j.{t}; use j.{t as t2}; f: func() -> r; record r { a: r, b: r } }
        interface j { use i.{r as t}; use i.{r as t2}; }
        world w { include w; include w; include v; export i; }
        world v { include w; include w; export i; }",
    )]);
    assert!(!tree.render().is_empty());
}

#[test]
fn unsupported_accessors_are_reported() {
    let text = "package a:b; interface i { volume: get() -> u32; volume: set(value: u32); }";
    let tree = Tree::new(&[("wit/a.wit", text)]);
    let found = check(&Input { accessors: false, ..tree.input() });
    let titles: Vec<_> = found.iter().map(|(_, diagnostic)| diagnostic.title()).collect();
    assert_eq!(
        titles,
        [
            "no version of Wasmtime supports the getter `volume` yet [AB1004]",
            "no version of Wasmtime supports the setter `volume` yet [AB1004]",
        ]
    );
}
