//! What an expansion gave the last time, in a file, to give it again when nothing is different.
//!
//! Macros are unoptimized in most builds, and each change of a source file expands all calls of its crate anew, most
//! often over the same WIT. The file holds all that the code was made from, byte for byte, so that there is no digest
//! to trust; and only what has no faults and no warnings is kept.

use std::path::{Path, PathBuf};
use std::{fs, process};

use proc_macro2::TokenStream;

use crate::request::Request;
use crate::{Lexer, fnv};
use frontend::sources::{Binary, Sources};

/// Where the outcome of an expansion is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// The file. It and its folder need not be there; where it cannot be written, nothing is kept.
    pub path: PathBuf,
    /// Which build of the generator runs: what another one made counts for nothing.
    pub generator: String,
}

/// What is kept: the page of the tree, and its items.
type Outcome = (TokenStream, TokenStream);

impl Memo {
    /// The memo of a request in a folder. The call of a macro that moves keeps its file.
    #[must_use]
    pub fn of(request: &Request, folder: &Path, generator: String) -> Self {
        let mut unplaced = request.clone();
        (unplaced.output.call.line, unplaced.output.call.column) = (0, 0);
        let digest = fnv::digest(&format!("{unplaced:?}"));
        let path = folder.join(format!("{}-{digest:016x}.memo", request.output.call.target));
        Self { path, generator }
    }

    /// What was kept, if it was made from the same.
    pub(crate) fn recall(&self, key: &[u8], lexer: Lexer) -> Option<Outcome> {
        let kept = fs::read(&self.path).ok()?;
        let [old, docs, code] = parts(&kept)?;
        if old != key {
            return None;
        }
        let tokens = |text| lexer(std::str::from_utf8(text).ok()?).ok();
        Some((tokens(docs)?, tokens(code)?))
    }

    /// Keeps an outcome. Somebody who reads meanwhile sees all of it or what was there before.
    pub(crate) fn keep(&self, key: &[u8], docs: &TokenStream, code: &TokenStream) {
        let (docs, code) = (docs.to_string(), code.to_string());
        let parts = [key, docs.as_bytes(), code.as_bytes()];
        let header = parts.map(|part| part.len().to_string()).join(" ") + "\n";
        let kept = [&[header.as_bytes()], parts.as_slice()].concat().concat();
        let unfinished = self.path.with_extension(process::id().to_string());
        let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = folder.and_then(|()| fs::write(&unfinished, kept));
        if written.and_then(|()| fs::rename(&unfinished, &self.path)).is_err() {
            // Nobody needs it: the next expansion does the work again.
            drop(fs::remove_file(&unfinished));
        }
    }

    /// All that an expansion is made from.
    pub(crate) fn key(&self, request: &Request, sources: &Sources) -> Vec<u8> {
        let Sources { files, folders, binaries, roots, unread, links, wkg_lock, inputs } = sources;
        let mut key = Vec::new();
        let mut put = |part: &[u8]| {
            key.extend_from_slice(&part.len().to_le_bytes());
            key.extend_from_slice(part);
        };
        put(self.generator.as_bytes());
        put(format!("{request:?}").as_bytes());
        put(format!("{:?}", (folders, roots, unread, links, wkg_lock, inputs)).as_bytes());
        for (_, file) in files.iter() {
            put(format!(
                "{:?}",
                (&file.path, &file.absolute, file.byte_order_mark, file.executable)
            )
            .as_bytes());
            put(file.text.as_bytes());
        }
        for Binary { path, absolute, bytes, dependency } in binaries {
            put(format!("{:?}", (path, absolute, dependency)).as_bytes());
            put(bytes);
        }
        key
    }
}

/// The three parts of a file whose first line has their lengths, if all of it is there.
fn parts(kept: &[u8]) -> Option<[&[u8]; 3]> {
    let header = kept.iter().position(|byte| *byte == b'\n')?;
    let lengths = std::str::from_utf8(&kept[..header]).ok()?.split(' ');
    let lengths: Vec<usize> = lengths.map(|length| length.parse().ok()).collect::<Option<_>>()?;
    let mut rest = &kept[header + 1..];
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
    use super::*;
    use crate::expand_with;

    fn lex(text: &str) -> Result<TokenStream, String> {
        text.parse().map_err(|error: proc_macro2::LexError| error.to_string())
    }

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// A crate with two packages, and a memo of it.
    fn start() -> (tempfile::TempDir, Request, Memo) {
        let folder = tempfile::tempdir().expect("writable");
        let dir = folder.path().canonicalize().expect("there");
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

    /// Puts words into the code that is kept, which tell whether it is used.
    fn mark(memo: &Memo) {
        let kept = fs::read(&memo.path).expect("kept");
        let [key, docs, _] = parts(&kept).expect("whole");
        let docs = lex(std::str::from_utf8(docs).expect("text")).expect("sound");
        memo.keep(key, &docs, &lex("struct Kept;").expect("sound"));
    }

    fn is_used(request: &Request, memo: &Memo) -> bool {
        expand(request, memo) == "struct Kept ;"
    }

    #[test]
    fn what_was_kept_is_what_was_generated_and_is_used() {
        let (_folder, request, memo) = start();
        let code = expand(&request, &memo);
        assert_eq!(expand(&request, &memo), code);
        mark(&memo);
        assert!(is_used(&request, &memo));
    }

    #[test]
    fn it_is_not_used_when_anything_is_different() {
        let changes: [fn(&mut Request, &mut Memo); 8] = [
            |request, _| write(&request.roots.manifest_dir, "wit/a/a.wit", "package x:a;\n"),
            |request, _| write(&request.roots.manifest_dir, "wit/c/c.wit", "package x:c;\n"),
            |request, _| {
                fs::remove_file(request.roots.manifest_dir.join("wit/b/deps.toml")).expect("there");
            },
            |request, _| {
                let folder = request.roots.manifest_dir.join("wit");
                fs::rename(folder.join("b"), folder.join("c")).expect("there");
            },
            |request, _| request.selection.strict_world = true,
            |request, _| request.output.call.line = 7,
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
    fn half_a_file_or_another_one_is_not_used() {
        let (_folder, request, memo) = start();
        let code = expand(&request, &memo);
        let kept = fs::read(&memo.path).expect("kept");
        for bad in [&kept[..kept.len() - 1], &kept[..20], b"", b"1 2\n", b"\xff\n", b"9 9 9 9\n"] {
            fs::write(&memo.path, bad).expect("writable");
            assert_eq!(expand(&request, &memo), code);
            assert_eq!(fs::read(&memo.path).expect("kept again"), kept);
        }
    }

    #[test]
    fn what_has_faults_or_warnings_is_not_kept() {
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
    fn a_place_that_cannot_be_written_is_no_fault() {
        let (_folder, request, mut memo) = start();
        memo.path = request.roots.manifest_dir.join("wit/a/a.wit/below-a-file");
        let bindings = expand_with(&request, lex, Some(&memo));
        assert!(bindings.diagnostics.is_empty());
    }
}
