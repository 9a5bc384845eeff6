//! The messages for small packages, and that no text makes the checks panic.

use std::path::Path;

use super::{Folder, Input, check, rust_names};
use crate::files::{FileId, Files, SourceFile};

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
            executable: false,
        });
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
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

/// Where the bad trees are, if they are.
fn bad_packages() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-packages");
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let mut cases: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    cases.into_iter().filter(|case| case.is_dir()).collect()
}

#[test]
fn bad_packages_have_messages() {
    for case in bad_packages() {
        let tree = Tree::read(&case.join("wit"));
        println!("######## {}", case.file_name().unwrap_or_default().to_string_lossy());
        for text in tree.render() {
            println!("{text}\n");
        }
        for (_, fault) in rust_names(&tree.input()) {
            println!("(rust) {}\n", fault.render(&tree.files));
        }
    }
}
