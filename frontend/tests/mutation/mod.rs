//! Sources of WIT, and deterministic mutations of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A source of pseudorandom numbers (SplitMix64), which is the same on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number less than `count`, which must not be 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("the remainder is less than a usize")
    }

    /// Returns an element of `items`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Tokens that replace others, and characters that are none.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "use", "type", "func", "u8", "u64", "s32", "f32", "char", "record", "resource", "own",
    "borrow", "flags", "variant", "enum", "bool", "string", "option", "result", "future", "stream",
    "error-context", "list", "map", "_", "as", "from", "static", "interface", "tuple", "world",
    "import", "export", "package", "constructor", "include", "with", "async", "get", "set", "(",
    ")", "{", "}", "<", ">", ",", ";", ":", ".", "@", "=", "->", "*", "/", "//", "/*", "*/", "///",
    "/**", "@since(version = 1.0.0)", "@unstable(feature = x)", "@deprecated(version = 1.0.0)",
    "%", "-", "a-b", "A", "AB-c", "self", "1.0.0", "1.2.3-rc.1+b", "99999999999999999999",
    "\u{feff}", "\u{202e}", "\0", "\r", "\u{1F600}", "é", "\"", "'", "[", "]", "a:b/c",
    "a:b@1.0.0", "list<u8, 4>", "option<option<u8>>", "this", "crate", "r#type", "type_", "--",
    "0", "x:y", "?", "|", "&", "pub", "fn", "mod", "struct", "int", "String", "Vec<u8>",
];

/// Returns the tokens of a source: words, runs of whitespace, and single characters.
pub(crate) fn tokens(source: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '%');
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            c if is_word(c) => rest.find(|c| !is_word(c)),
            c if c.is_whitespace() => rest.find(|c: char| !c.is_whitespace()),
            c => Some(c.len_utf8()),
        };
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Returns a source with one token or line deleted, repeated, swapped or replaced. `others` are sources whose lines are inserted.
pub(crate) fn mutated(random: &mut Random, source: &str, others: &[String]) -> String {
    let mut tokens: Vec<String> = tokens(source).into_iter().map(str::to_owned).collect();
    let is_space = |token: &String| token.starts_with(char::is_whitespace);
    let at: Vec<usize> = (0..tokens.len()).filter(|&at| !is_space(&tokens[at])).collect();
    if at.is_empty() {
        return (*random.pick(TOKENS)).to_owned();
    }
    let (one, two) = (*random.pick(&at), *random.pick(&at));
    match random.below(9) {
        0 => drop(tokens.remove(one)),
        1 => tokens[one] = format!("{0} {0}", tokens[one]),
        2 => tokens.swap(one, two),
        3 => tokens[one] = (*random.pick(TOKENS)).to_owned(),
        4 => tokens[one] = format!("{} {}", random.pick(TOKENS), tokens[one]),
        5 => tokens[one] = tokens[two].clone(),
        6 => drop(tokens.drain(one..(one + random.below(8)).min(tokens.len()))),
        7 => tokens.truncate(one),
        _ => {
            let lines: Vec<&str> = random.pick(others).lines().collect();
            let first = random.below(lines.len().max(1));
            let count = 1 + random.below(4);
            let lines = lines.iter().skip(first).take(count).map(|line| format!("\n{line}\n"));
            tokens[one] = lines.collect::<String>() + &tokens[one];
        }
    }
    tokens.concat()
}

/// Returns the sources of the workspace's WIT and bad packages, and those with which `wit-parser` is tested.
pub(crate) fn sources() -> Vec<String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    read(&workspace.join("wit"), &mut sources);
    read(&workspace.join("tests/bad-packages"), &mut sources);
    read(&published("wit-parser").join("tests/ui"), &mut sources);
    sources
}

fn read(folder: &Path, sources: &mut Vec<String>) {
    let entries = fs::read_dir(folder).expect("the folder exists").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "wit") {
            sources.extend(fs::read_to_string(path).ok().filter(|source| source.len() < 8_000));
        }
    }
}

/// Returns the folder of a dependency of this crate in Cargo's registry.
fn published(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--filter-platform=wasm32-wasip2"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo starts");
    let metadata = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let paths = metadata.split("\"manifest_path\":\"").skip(1);
    let manifests = paths.filter_map(|path| path.split('"').next()).map(PathBuf::from);
    // Several versions may be in the workspace: the one of the rules comes last.
    let is_version = |folder: &str| {
        folder
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
    };
    let folder = |path: PathBuf| {
        let folder = path.parent()?;
        folder.file_name()?.to_str().is_some_and(is_version).then(|| folder.to_owned())
    };
    manifests.filter_map(folder).last().expect("the dependency is in Cargo's registry")
}
