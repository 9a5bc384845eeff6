//! The messages for small packages, and that no text makes the checks panic.

use std::path::Path;

use super::{Folder, Input, check, rust_names};
use crate::files::{FileId, Files, SourceFile};
use crate::package_name::PackageName;

/// A directory of packages.
#[derive(Default)]
struct Tree {
    files: Files,
    folders: Vec<Folder>,
    features: Vec<String>,
}

impl Tree {
    /// Files by path and text; those of one folder are one package.
    fn new(texts: &[(&str, &str)]) -> Self {
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
            marked: false,
            executable: false,
        });
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if folder.ends_with("/deps") { path } else { folder };
        match self.folders.iter_mut().find(|other| other.path == folder) {
            Some(folder) => folder.files.push(file),
            None => self.folders.push(new_folder(folder, file)),
        }
    }

    /// Every `.wit` file below a folder.
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

    fn input(&self) -> Input<'_> {
        Input {
            files: &self.files,
            folders: &self.folders,
            decoded: &[],
            features: &self.features,
            all_features: false,
            accessors: true,
        }
    }

    fn render(&self) -> Vec<String> {
        check(&self.input()).iter().map(|(_, fault)| fault.render(&self.files)).collect()
    }
}

fn new_folder(path: &str, file: FileId) -> Folder {
    let dependency = path.split('/').any(|part| part == "deps");
    Folder { path: path.to_owned(), files: vec![file], dependency }
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

/// Where the bad trees are.
fn bad_packages() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
    let entries = std::fs::read_dir(root).expect("the bad trees are in the workspace");
    let mut cases: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    cases.into_iter().filter(|case| case.is_dir()).collect()
}

/// Compares with wit-parser, over the files of this workspace, and the folders that `WIT_CORPUS` names.
#[test]
fn what_wit_parser_accepts_is_accepted() {
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
            let faults = crate::syntax::parse(tree.folders[0].files[0], &text).1;
            if accepted && !faults.is_empty() {
                wrong += 1;
                println!("## SYNTAX {}", path.display());
                faults.iter().for_each(|fault| println!("{}\n", fault.render(&tree.files)));
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
            let faults = tree.render();
            match parsed {
                Ok(_) if !faults.is_empty() => {
                    wrong += 1;
                    println!("## ACCEPTED {}\n{}", path.display(), faults.join("\n\n"));
                }
                Err(error) => {
                    let first = format!("{error:#}");
                    let first: Vec<_> = first.lines().take(8).collect();
                    let ours = if faults.is_empty() { "NONE" } else { "" };
                    println!(
                        "## REFUSED {ours} {}\n{}\n-----\n{}\n",
                        path.display(),
                        first.join("\n"),
                        faults.join("\n\n")
                    );
                }
                Ok(_) => {}
            }
        }
    }
    assert_eq!(wrong, 0);
    assert!(compared > 100, "only {compared} files were there to compare");
}

/// Every text of the bad trees and of the mistakes below.
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

/// Texts cut off, and with parts missing, give faults or none, but no panic.
#[test]
fn no_text_makes_the_checks_panic() {
    for text in texts() {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(3) {
            faults(&text[..end]);
            faults(&text[end..]);
        }
        let lines: Vec<_> = text.lines().collect();
        for skipped in 0..lines.len() {
            let kept = lines.iter().enumerate().filter(|(line, _)| *line != skipped);
            faults(&kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n"));
        }
        let words: Vec<_> =
            text.split_inclusive([' ', ';', '{', '}', '(', ')', ':', '.', ',']).collect();
        for skipped in 0..words.len() {
            let kept = words.iter().enumerate().filter(|(word, _)| *word != skipped);
            faults(&kept.map(|(_, word)| *word).collect::<String>());
        }
    }
}

fn faults(text: &str) {
    let tree = Tree::new(&[
        ("wit/a.wit", text),
        (
            "wit/deps/t/t.wit",
            "package test:types@1.0.0; interface types { record test-result { a: u32 } }",
        ),
    ]);
    for fault in tree.render() {
        assert!(fault.contains("[AB"), "{fault}");
    }
    rust_names(&tree.input());
}

/// What is said of a text, beside a package `test:types@1.0.0`: place, message and help of each fault.
pub(super) fn said(text: &str) -> Vec<String> {
    let types = "package test:types@1.0.0;\ninterface types { record test-result { a: u32 } }\n";
    let tree = Tree::new(&[("wit/a.wit", text), ("wit/deps/t/t.wit", types)]);
    let shown = |fault: &crate::diagnostic::Diagnostic| {
        let rendered = fault.render(&tree.files);
        let place = rendered.lines().find_map(|line| line.trim().strip_prefix("--> wit/"));
        format!(
            "{} {} | {}",
            place.unwrap_or_default(),
            fault.title(),
            fault.help.as_deref().unwrap_or_default()
        )
    };
    check(&tree.input()).iter().map(|(_, fault)| shown(fault)).collect()
}

/// A sound package with about everything in it.
const SOUND: &str = "package a:b@1.0.0;

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

/// With any one token missing or doubled, what wit-parser refuses is refused, and what it accepts is accepted.
#[test]
fn one_token_more_or_less_is_judged_as_wit_parser_does() {
    let tokens =
        SOUND.split_inclusive([' ', ';', '{', '}', '(', ')', ':', '.', ',', '<', '>', '\n']);
    let tokens: Vec<&str> = tokens.flat_map(apart).collect();
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

/// A word and the mark behind it.
fn apart(text: &str) -> Vec<&str> {
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    let (head, tail) = text.split_at(text.len() - last);
    [head, tail].into_iter().filter(|part| !part.is_empty()).collect()
}

fn judge(text: &str, what: &str) {
    let mut resolve = wit_parser::Resolve::default();
    let accepted = resolve.push_str("a.wit", text).is_ok();
    let mut tree = Tree::default();
    tree.add("wit/a.wit", text);
    let faults = tree.render();
    if std::env::var("WIT_VERBOSE").is_ok() && faults.len() > 1 {
        println!("#### {what}: {}\n{}\n", faults.len(), faults.join("\n"));
    }
    assert_eq!(accepted, faults.is_empty(), "{what}\n{}\n{text}", faults.join("\n"));
}

/// Packages that are no text are known by their names.
#[test]
fn decoded_packages_are_known() {
    let text = "package a:b;
interface i { use wasi:io/poll@0.2.0.{pollable, polable}; use wasi:io/pol@0.2.0.{x}; }
world w { import wasi:io/poll; import wasi:io/poll@0.2.0; include wasi:io/imports@0.2.0; import wasi:io/imports@0.2.0; }
";
    let tree = Tree::new(&[("wit/a.wit", text)]);
    let decoded = [super::Decoded {
        package: PackageName {
            namespace: "wasi".to_owned(),
            name: "io".to_owned(),
            version: semver::Version::parse("0.2.0").ok(),
        },
        interfaces: vec![("poll".to_owned(), vec!["pollable".to_owned()])],
        worlds: vec!["imports".to_owned()],
    }];
    let faults = check(&Input { decoded: &decoded, ..tree.input() });
    let said: Vec<_> = faults.iter().map(|(_, fault)| fault.title()).collect();
    assert_eq!(
        said,
        [
            "interface `wasi:io/poll@0.2.0` has no type `polable` [AB0304]",
            "there is no interface `pol` in `wasi:io@0.2.0` [AB0301]",
            "the path does not say the version of `wasi:io` [AB0407]",
            "`imports` is a world, and an interface should stand here [AB0306]",
        ]
    );
}

#[test]
fn rings_of_worlds_and_types_end() {
    // Each name twice: whoever follows all ways takes longer with each step of the ring, and never ends.
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
            "Wasmtime 48 cannot read the getter `volume` [AB1004]",
            "Wasmtime 48 cannot read the setter `volume` [AB1004]",
        ]
    );
}
