//! Random acyclic graphs of packages in any mix of forms.

use std::collections::HashMap;
use std::path::Path;

use crate::wit_parser::Resolve;
use proptest::prelude::*;

use super::{resolve, write};
use frontend::manifest::digest::{self, File};

/// The form of a package on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// In a folder without a manifest.
    ByName,
    /// In a folder with `[dependencies]`.
    Declared,
    /// Nested in a file with other packages.
    Nested,
    /// In `deps` of a package with the manifest and the lock of `wit-deps`.
    Fetched,
    /// A `.wit` file directly under `deps`.
    File,
    /// A `.wasm` file under `deps`.
    Wasm,
}

/// A package of a graph.
#[derive(Clone, Debug)]
struct Package {
    form: Form,
    version: bool,
    /// The indices of its dependencies, all smaller than its own.
    uses: Vec<usize>,
}

type Graph = Vec<Package>;

fn graph() -> impl Strategy<Value = Graph> {
    use Form::{ByName, Declared, Fetched, File, Nested, Wasm};
    let form = prop::sample::select(vec![ByName, Declared, Nested, Fetched, File, Wasm]);
    let package = (form, any::<bool>(), prop::collection::vec(any::<bool>(), 8));
    prop::collection::vec(package, 1..8).prop_map(|packages| {
        let packages = packages.into_iter().enumerate();
        let uses = |at: usize, used: &[bool]| (0..at).filter(|&it| used[it]).collect();
        packages
            .map(|(at, (form, version, used))| Package { form, version, uses: uses(at, &used) })
            .collect()
    })
}

/// Returns a name such as `test:p3@1.3.0`.
fn name(graph: &Graph, at: usize) -> String {
    let version = if graph[at].version { format!("@1.{at}.0") } else { String::new() };
    format!("test:p{at}{version}")
}

/// Returns the interface of a package.
fn body(graph: &Graph, uses: &[usize], own: &str) -> String {
    let uses = uses.iter().map(|&used| {
        let version = if graph[used].version { format!("@1.{used}.0") } else { String::new() };
        format!("  use test:p{used}/i{version}.{{t{used}}};\n  f{used}: func(it: t{used});\n")
    });
    format!("interface i {{\n{}  record {own} {{ number: u32 }}\n}}\n", uses.collect::<String>())
}

fn text(graph: &Graph, at: usize) -> String {
    let body = body(graph, &graph[at].uses, &format!("t{at}"));
    format!("package {};\n{body}", name(graph, at))
}

/// Returns the path of a package, relative to `wit`.
fn path(graph: &Graph, at: usize) -> String {
    match graph[at].form {
        Form::ByName | Form::Declared => format!("own/p{at}"),
        Form::Nested => "nested".to_owned(),
        Form::Fetched => format!("app/deps/p{at}"),
        Form::File => format!("deps/p{at}.wit"),
        Form::Wasm => format!("deps/p{at}.wasm"),
    }
}

fn write_down(folder: &Path, graph: &Graph) {
    let mut nested = String::new();
    let (mut manifest, mut lock) = (String::new(), String::new());
    for at in 0..graph.len() {
        let (path, text) = (format!("wit/{}", path(graph, at)), text(graph, at));
        match graph[at].form {
            Form::ByName => write(folder, &format!("{path}/a.wit"), &text),
            Form::Declared => {
                write(folder, &format!("{path}/a.wit"), &text);
                write(folder, &format!("{path}/deps.toml"), dependencies(graph, at));
            }
            Form::Nested => {
                let (header, body) = text.split_once(";\n").expect("a package declaration");
                nested.push_str(&format!("{header} {{\n{body}}}\n"));
            }
            Form::Fetched => {
                write(folder, &format!("{path}/a.wit"), &text);
                let url = format!("https://example.com/p{at}.tar.gz");
                manifest.push_str(&format!("p{at} = \"{url}\"\n"));
                lock.push_str(&format!("[p{at}]\nurl = \"{url}\"\n{}", digests(&text)));
            }
            Form::File => write(folder, &path, &text),
            Form::Wasm => write(folder, &path, encode(graph, at)),
        }
    }
    if !nested.is_empty() {
        write(folder, "wit/nested/all.wit", nested);
    }
    // The package beside the manifest uses the fetched packages.
    let fetched: Vec<_> = (0..graph.len()).filter(|&at| graph[at].form == Form::Fetched).collect();
    write(
        folder,
        "wit/app/app.wit",
        format!("package test:app;\n{}", body(graph, &fetched, "app")),
    );
    if !fetched.is_empty() {
        write(folder, "wit/app/deps.toml", manifest);
        write(folder, "wit/app/deps.lock", lock);
    }
}

fn dependencies(graph: &Graph, at: usize) -> String {
    let uses = graph[at].uses.iter().map(|&used| {
        let (key, path) = (name(graph, used), path(graph, used));
        format!("\"{key}\" = {{ path = \"../../{path}\" }}\n")
    });
    format!("[dependencies]\n{}", uses.collect::<String>())
}

fn digests(text: &str) -> String {
    let entry = File { name: "a.wit", executable: false, marked: false, bytes: text.as_bytes() };
    let digest = digest::folder(&[entry]);
    let (short, long) = (digest::hex(&digest.sha256), digest::hex(&digest.sha512));
    format!("sha256 = \"{short}\"\nsha512 = \"{long}\"\n")
}

/// Encodes a package with its dependencies as a `.wasm` file.
fn encode(graph: &Graph, at: usize) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let ids = (0..=at).map(|at| resolve.push_str("a.wit", &text(graph, at)).expect("valid WIT"));
    let last = ids.last().expect("at least one package");
    crate::wit::package(&resolve, last)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_mix_of_forms_is_resolved_in_dependency_order(graph in graph()) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        write_down(folder.path(), &graph);
        let (workspace, _, messages) = resolve(folder.path());
        prop_assert_eq!(messages, "");
        let names = workspace.packages.iter().map(|package| {
            workspace.resolve.packages[package.id].name.to_string()
        });
        let positions: HashMap<_, _> = names.enumerate().map(|(at, name)| (name, at)).collect();
        prop_assert_eq!(positions.len(), graph.len() + 1);
        prop_assert_eq!(workspace.resolve.packages.len(), graph.len() + 1);
        for at in 0..graph.len() {
            for &used in &graph[at].uses {
                prop_assert!(positions[&name(&graph, used)] < positions[&name(&graph, at)]);
            }
        }
    }
}
