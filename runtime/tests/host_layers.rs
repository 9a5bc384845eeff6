//! The modules of `host` form layers: each uses only modules of the layers above it in `host.rs`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn source_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The layer of each module in `host.rs`, where blank lines separate layers.
fn layers() -> HashMap<String, usize> {
    let source = fs::read_to_string(source_dir().join("host.rs")).expect("`host.rs` is readable");
    let mut layers = HashMap::new();
    for (layer, block) in source.split("\n\n").enumerate() {
        for line in block.lines() {
            let module = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            let module = module.strip_prefix("mod ");
            if let Some(name) = module.and_then(|rest| rest.strip_suffix(';')) {
                layers.insert(name.to_owned(), layer);
            }
        }
    }
    layers
}

/// All source files of a module.
fn sources(module: &str) -> Vec<PathBuf> {
    let mut files = vec![source_dir().join("host").join(module).with_extension("rs")];
    let mut dirs = vec![source_dir().join("host").join(module)];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => dirs.push(path),
                path => files.push(path),
            }
        }
    }
    files
}

#[test]
fn modules_of_the_host_use_only_modules_of_layers_above() {
    let layers = layers();
    assert!(layers.len() > 10, "the modules of `host.rs` are found: {layers:?}");
    for (module, layer) in &layers {
        for path in sources(module) {
            let source = fs::read_to_string(&path).expect("the source is readable");
            let top_level = path.parent().is_some_and(|dir| dir.ends_with("host"));
            let prefixes: &[&str] =
                if top_level { &["super::", "host::"] } else { &["crate::host::"] };
            for used in prefixes.iter().flat_map(|prefix| source.split(prefix).skip(1)) {
                let end = used.find(|char: char| !char.is_alphanumeric() && char != '_');
                let used = &used[..end.unwrap_or(used.len())];
                if let Some(other) = layers.get(used).filter(|_| used != module) {
                    assert!(other < layer, "{} uses `{used}`", path.display());
                }
            }
        }
    }
}
