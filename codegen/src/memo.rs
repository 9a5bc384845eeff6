//! Keeps the result of an expansion in a file, for the next expansion of the same sources.
//!
//! Macros are unoptimized in most builds, and each change of a source file expands all calls of its crate again, usually
//! over the same WIT. The file holds all inputs byte for byte, so that no hash of them has to be trusted, and starts with a
//! digest of the rest, so that a damaged file is ignored. Only results without errors and warnings are kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::digest;
use crate::request::{Output, Request};
use crate::{Generated, Lexer};
use frontend::files;
use frontend::sources::{Binary, Sources};

/// The time after which a file that was not used is removed.
const MAX_AGE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The file with the result of the last expansion of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// The path of the file. The file and its folder need not exist; errors on writing are ignored.
    pub path: PathBuf,
    /// The build of the generator: results of another build are ignored.
    pub generator: String,
}

impl Memo {
    /// Returns the memo of a request in `folder`.
    #[must_use]
    pub fn of(request: &Request, folder: &Path, generator: String) -> Self {
        let path = folder.join(format!("{}.memo", request.output.call.file_stem()));
        Self { path, generator }
    }

    /// Returns the entry for an expansion of `sources`.
    pub(crate) fn entry(&self, request: &Request, sources: &Sources) -> Entry<'_> {
        Entry { path: &self.path, key: key(&self.generator, request, sources) }
    }
}

/// The place of one result: the file, and all inputs of the expansion.
pub(crate) struct Entry<'a> {
    path: &'a Path,
    key: Vec<u8>,
}

impl Entry<'_> {
    /// Returns the result in the file, if its inputs are the same.
    pub(crate) fn load(&self, lexer: Lexer) -> Option<Generated> {
        let content = fs::read(self.path).ok()?;
        let [key, docs, code] = parts(&content)?;
        if key != self.key {
            return None;
        }
        // An error only makes the file old.
        drop(fs::File::open(self.path).and_then(|file| file.set_modified(SystemTime::now())));
        let tokens = |text| lexer(std::str::from_utf8(text).ok()?).ok();
        Some(Generated { docs: tokens(docs)?, code: tokens(code)? })
    }

    /// Writes a result to the file, and removes old files next to it.
    pub(crate) fn store(&self, generated: &Generated) {
        let (docs, code) = (generated.docs.to_string(), generated.code.to_string());
        let parts = [&self.key, docs.as_bytes(), code.as_bytes()];
        let header = parts.map(|part| part.len().to_string()).join(" ") + "\n";
        let body = [&[header.as_bytes()], parts.as_slice()].concat().concat();
        let digest = digest::fnv1a_bytes(&body).to_le_bytes();
        // After an error, the next expansion generates the code again.
        drop(files::replace(self.path, &[&digest[..], &body].concat()));
        remove_old(self.path.parent().unwrap_or(Path::new("")));
    }
}

/// Removes the files in a folder that no expansion has used for a long time: those of calls that were changed or removed.
fn remove_old(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let used = entry.metadata().and_then(|metadata| metadata.modified());
        let age = used.ok().and_then(|used| used.elapsed().ok());
        let is_ours = entry.path().extension().is_some_and(|it| it == "memo" || it == "tmp");
        if is_ours && age.is_some_and(|age| age > MAX_AGE) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// Returns all inputs of an expansion.
fn key(generator: &str, request: &Request, sources: &Sources) -> Vec<u8> {
    let Sources { files, folders, binaries, roots, unread, links, wkg_lock, inputs } = sources;
    let mut key = Vec::new();
    let mut put = |part: &[u8]| {
        key.extend_from_slice(&part.len().to_le_bytes());
        key.extend_from_slice(part);
    };
    put(generator.as_bytes());
    let output = Output { fix: None, ..request.output.clone() };
    put(format!("{:?}", Request { output, ..request.clone() }).as_bytes());
    put(format!("{:?}", (folders, roots, unread, links, wkg_lock, inputs)).as_bytes());
    for (_, file) in files.iter() {
        put(format!("{:?}", (&file.path, &file.absolute, file.byte_order_mark, file.executable))
            .as_bytes());
        put(file.text.as_bytes());
    }
    for Binary { path, absolute, bytes, dependency, level } in binaries {
        put(format!("{:?}", (path, absolute, dependency, level)).as_bytes());
        put(bytes);
    }
    key
}

/// Splits the content of a file into its three parts: after the digest of the rest, a line with their lengths.
///
/// Returns `None` if the file is incomplete or damaged.
fn parts(content: &[u8]) -> Option<[&[u8]; 3]> {
    let (digest, content) = content.split_first_chunk()?;
    if digest::fnv1a_bytes(content).to_le_bytes() != *digest {
        return None;
    }
    let header = content.iter().position(|byte| *byte == b'\n')?;
    let lengths = std::str::from_utf8(&content[..header]).ok()?.split(' ');
    let lengths: Vec<usize> = lengths.map(|length| length.parse().ok()).collect::<Option<_>>()?;
    let mut rest = &content[header + 1..];
    let mut parts = [rest; 3];
    if lengths.len() != parts.len() {
        return None;
    }
    for (part, length) in parts.iter_mut().zip(lengths) {
        (*part, rest) = rest.split_at_checked(length)?;
    }
    rest.is_empty().then_some(parts)
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;
    use crate::expand_with;

    fn lex(text: &str) -> Result<TokenStream, String> {
        text.parse().map_err(|error: proc_macro2::LexError| error.to_string())
    }

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Returns a crate with two packages, and its memo.
    fn start() -> (tempfile::TempDir, Request, Memo) {
        let folder = tempfile::tempdir().expect("writable");
        let dir = folder.path().canonicalize().expect("the folder exists");
        write(&dir, "wit/a/a.wit", "package x:a;\n\ninterface i {\n    f: func();\n}\n");
        write(&dir, "wit/b/b.wit", "package x:b;\n\ninterface j {\n    use x:a/k.{r};\n}\n");
        write(&dir, "wit/a/k.wit", "interface k {\n    record r { one: u8 }\n}\n");
        write(&dir, "wit/b/deps.toml", "[dependencies]\n\"x:a\" = { path = \"../a\" }\n");
        let memo = Memo { path: dir.join("target/deep/a.memo"), generator: "one".to_owned() };
        (folder, Request::new(dir), memo)
    }

    fn expand(request: &Request, memo: &Memo) -> String {
        let bindings = expand_with(request, lex, Some(memo));
        assert!(!bindings.inputs.is_empty());
        bindings.code.to_string()
    }

    /// Replaces the code in the file by a marker, which shows whether the file is used.
    fn mark(memo: &Memo) {
        let content = fs::read(&memo.path).expect("a result was stored");
        let [key, ..] = parts(&content).expect("the file is complete");
        let code = lex("struct Marker;").expect("valid Rust");
        let entry = Entry { path: &memo.path, key: key.to_vec() };
        entry.store(&Generated { code, ..Generated::default() });
    }

    fn is_used(request: &Request, memo: &Memo) -> bool {
        expand(request, memo) == "struct Marker ;"
    }

    #[test]
    fn the_next_expansion_loads_the_same_code() {
        let (_folder, request, memo) = start();
        let code = expand(&request, &memo);
        assert_eq!(expand(&request, &memo), code);
        mark(&memo);
        assert!(is_used(&request, &memo));
    }

    #[test]
    fn a_change_of_any_input_invalidates_the_memo() {
        let changes: [fn(&mut Request, &mut Memo); 8] = [
            |request, _| write(&request.roots.manifest_dir, "wit/a/a.wit", "package x:a;\n"),
            |request, _| write(&request.roots.manifest_dir, "wit/c/c.wit", "package x:c;\n"),
            |request, _| {
                fs::remove_file(request.roots.manifest_dir.join("wit/b/deps.toml"))
                    .expect("the file exists");
            },
            |request, _| {
                let folder = request.roots.manifest_dir.join("wit");
                fs::rename(folder.join("b"), folder.join("c")).expect("the file exists");
            },
            |request, _| request.selection.strict_world = true,
            |request, _| request.output.call.name = "another".to_owned(),
            |_, memo| memo.generator = "another".to_owned(),
            |request, _| {
                let wasm = [0, b'a', b's', b'm', 0xd, 0, 1, 0];
                fs::create_dir_all(request.roots.manifest_dir.join("wit/deps")).expect("writable");
                fs::write(request.roots.manifest_dir.join("wit/deps/p.wasm"), wasm)
                    .expect("writable");
            },
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let (_folder, mut request, mut memo) = start();
            drop(expand(&request, &memo));
            mark(&memo);
            change(&mut request, &mut memo);
            assert!(!is_used(&request, &memo), "change {number}");
        }
    }

    #[test]
    fn an_incomplete_or_other_file_is_ignored_and_replaced() {
        let (_folder, request, memo) = start();
        let code = expand(&request, &memo);
        let content = fs::read(&memo.path).expect("a result was stored");
        for bad in
            [&content[..content.len() - 1], &content[..20], b"", b"1 2\n", b"\xff\n", b"9 9 9 9\n"]
        {
            fs::write(&memo.path, bad).expect("writable");
            assert_eq!(expand(&request, &memo), code);
            assert_eq!(fs::read(&memo.path).expect("a result was stored"), content);
        }
    }

    #[test]
    fn a_file_with_a_flipped_byte_is_never_used() {
        let (_folder, request, memo) = start();
        drop(expand(&request, &memo));
        mark(&memo);
        let content = fs::read(&memo.path).expect("a result was stored");
        assert!(parts(&content).is_some());
        for at in 0..content.len() {
            for flip in [1, 4, 0x80, 0xff] {
                let mut damaged = content.clone();
                damaged[at] ^= flip;
                assert!(parts(&damaged).is_none(), "byte {at} flipped by {flip}");
            }
        }
        for at in [0, 8, content.len() / 2, content.len() - 3] {
            let mut damaged = content.clone();
            damaged[at] ^= 1;
            fs::write(&memo.path, damaged).expect("writable");
            assert!(!is_used(&request, &memo), "byte {at}");
        }
    }

    #[test]
    fn files_that_are_not_used_are_removed() {
        let (_folder, request, memo) = start();
        let folder = memo.path.parent().expect("the file is in a folder").to_owned();
        let age = |name: &str, days: u64| {
            let file = fs::File::options().append(true).create(true).open(folder.join(name));
            let time = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
            file.and_then(|file| file.set_modified(time)).expect("writable");
        };
        drop(expand(&request, &memo));
        age("a.memo", 20);
        drop(expand(&request, &memo));
        let modified = fs::metadata(&memo.path).and_then(|it| it.modified()).expect("it is known");
        assert!(modified.elapsed().is_ok_and(|age| age < MAX_AGE), "a load is a use");
        for (name, days) in [("old.memo", 20), ("new.memo", 1), ("old.tmp", 20), ("old.rs", 20)] {
            age(name, days);
        }
        mark(&memo);
        let names = fs::read_dir(folder).expect("the folder exists").flatten();
        let mut names: Vec<_> = names.map(|it| it.file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.memo", "new.memo", "old.rs"]);
    }

    #[test]
    fn a_result_with_diagnostics_is_not_stored() {
        let (_folder, request, memo) = start();
        write(
            &request.roots.manifest_dir,
            "wit/b/b.wit",
            "package x:b;\n\ninterface j {\n    use x:a/no.{r};\n}\n",
        );
        assert!(!expand_with(&request, lex, Some(&memo)).diagnostics.is_empty());
        assert!(!memo.path.exists());
    }

    #[test]
    fn an_unwritable_path_is_no_error() {
        let (_folder, request, mut memo) = start();
        memo.path = request.roots.manifest_dir.join("wit/a/a.wit/below-a-file");
        let bindings = expand_with(&request, lex, Some(&memo));
        assert!(bindings.diagnostics.is_empty());
    }
}
