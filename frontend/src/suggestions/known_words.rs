//! The words of the sources and of the languages: a suggestion that writes another one has made up a name.

use std::collections::BTreeSet;

use crate::files::Files;
use crate::syntax::is_keyword;

/// The words of WIT and of manifests that are no keywords.
const NO_KEYWORDS: [&str; 17] = [
    "since",
    "unstable",
    "deprecated",
    "version",
    "feature",
    "dependencies",
    "deps",
    "path",
    "name",
    "url",
    "sha256",
    "sha512",
    "packages",
    "registry",
    "requirement",
    "digest",
    "versions",
];

/// The words of the sources, of their paths, and of the languages.
pub(super) struct KnownWords(BTreeSet<String>);

impl KnownWords {
    /// Collects the words of all files.
    pub(super) fn of(files: &Files) -> Self {
        let texts = files.iter().flat_map(|(_, file)| [file.path.as_str(), file.text.as_str()]);
        Self(texts.flat_map(words).map(canonical).collect())
    }

    /// Returns `true` if all words of a text are known. Numbers are no names.
    pub(super) fn contain_all(&self, text: &str) -> bool {
        let code = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
        let mut names =
            code.flat_map(words).filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
        names.all(|word| {
            is_keyword(word) || NO_KEYWORDS.contains(&word) || self.0.contains(&canonical(word))
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '%');
    text.split(move |char| !is_word(char)).filter(|word| word.contains(char::is_alphanumeric))
}

/// Returns a word without case and separators, which are spelling: `getURL` and `get-url` are one name.
fn canonical(word: &str) -> String {
    let letters = word.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{KnownWords, canonical, words};

    #[test]
    fn new_names_are_told_from_spelling_and_keywords() {
        let source = "package a:b@1.0;\ninterface i { getURL: func(user_id: int); }";
        let known = KnownWords(words(source).map(canonical).collect());
        for text in ["get-url: func(user-id: s32);", "@1.0.0", "use a:b/i;", "i // new words"] {
            assert!(known.contain_all(text), "{text}");
        }
        for text in ["get-url-2", "package my-org:my-package;", "record r { value: u32 }"] {
            assert!(!known.contain_all(text), "{text}");
        }
    }
}
