//! What patterns are compared with: paths, programs, environment variables and component ids, each as a small
//! automaton. A pattern that matches none of them is a mistake.

use std::collections::BTreeSet;

use super::pattern::{Pattern, Token};

/// A deterministic automaton, which starts in state 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    /// The state after a character; `None` if no string continues like this.
    next: fn(u8, char) -> Option<u8>,
    /// The states at the end of a string.
    accepted: &'static [u8],
}

/// Absolute paths without `.`, `..`, empty segments and a trailing `/`.
pub(super) const PATHS: Language = Language { next: next_in_path, accepted: &[ROOT, SEGMENT] };

/// Names and absolute paths of programs.
pub(super) const PROGRAMS: Language =
    Language { next: next_in_program, accepted: &[SEGMENT, NAME] };

/// Names of environment variables.
pub(super) const VARIABLES: Language =
    Language { next: |_, char| (char != '=').then_some(1), accepted: &[1] };

/// Component ids, `namespace:name@version`, of which no part is empty. Their parts can have any characters.
const COMPONENTS: Language = Language {
    next: |state, char| {
        Some(match (state, char) {
            (0, _) => 1,
            (1, ':') => 2,
            (2, _) => 3,
            (3, '@') => 4,
            (4, _) => 5,
            (state, _) => state,
        })
    },
    accepted: &[5],
};

const ROOT: u8 = 1;
const SLASH: u8 = 2;
const DOT: u8 = 3;
const DOTS: u8 = 4;
const SEGMENT: u8 = 5;
const NAME_DOT: u8 = 6;
const NAME_DOTS: u8 = 7;
const NAME: u8 = 8;

fn next_in_path(state: u8, char: char) -> Option<u8> {
    match (state, char) {
        (0, char) => (char == '/').then_some(ROOT),
        (ROOT | SLASH | DOT | DOTS, '/') => None,
        (SEGMENT, '/') => Some(SLASH),
        (ROOT | SLASH, '.') => Some(DOT),
        (DOT, '.') => Some(DOTS),
        _ => Some(SEGMENT),
    }
}

fn next_in_program(state: u8, char: char) -> Option<u8> {
    match (state, char) {
        (NAME_DOT | NAME_DOTS | NAME, '/') => None,
        (0, '.') => Some(NAME_DOT),
        (NAME_DOT, '.') => Some(NAME_DOTS),
        (0, char) if char != '/' => Some(NAME),
        (NAME_DOT | NAME_DOTS | NAME, _) => Some(NAME),
        (state, char) => next_in_path(state, char),
    }
}

/// The characters that some automaton distinguishes, and one that stands for all others.
const ALPHABET: [char; 5] = ['/', '.', ':', '@', 'a'];

impl Language {
    /// `true` if a pattern matches a string of the language.
    pub(super) fn has_match(self, pattern: &Pattern) -> bool {
        let step = |states: &BTreeSet<u8>, char| -> BTreeSet<u8> {
            states.iter().filter_map(|&state| (self.next)(state, char)).collect()
        };
        let mut states = BTreeSet::from([0]);
        for token in pattern.tokens() {
            if let Token::Char(char) = *token {
                states = step(&states, char);
                continue;
            }
            let mut count = 0;
            while states.len() > count {
                count = states.len();
                let chars = ALPHABET.into_iter().filter(|&char| token.accepts(char));
                let reached: Vec<_> = chars.map(|char| step(&states, char)).collect();
                states.extend(reached.into_iter().flatten());
            }
        }
        states.iter().any(|state| self.accepted.contains(state))
    }
}

/// Compiles a pattern of component ids.
pub(in crate::host) fn component_pattern(text: &str) -> Result<Pattern, String> {
    let pattern = Pattern::new(text)?;
    if COMPONENTS.has_match(&pattern) {
        Ok(pattern)
    } else {
        Err("the pattern matches no component; ids have the form `namespace:name@version`".into())
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPONENTS, Language, PATHS, PROGRAMS, Pattern, VARIABLES};

    fn check(language: Language, matching: &[&str], matching_nothing: &[&str]) {
        let has_match =
            |text: &str| Pattern::new(text).is_ok_and(|pattern| language.has_match(&pattern));
        for pattern in matching {
            assert!(has_match(pattern), "{pattern}");
        }
        for pattern in matching_nothing {
            assert!(!has_match(pattern), "{pattern}");
        }
    }

    #[test]
    fn patterns_of_paths_match_absolute_normalized_paths() {
        check(
            PATHS,
            &["/", "/a", "/a/**", "**", "**/", "**/x", "/*", "/..a", "/a*/.*", "/*/..x", "/.*."],
            &[
                "*", "a/b", "", "/a/", "/a//b", "/./a", "/a/..", "**x/", "/a/../*", "/a/**/",
                "/a\0*",
            ],
        );
    }

    #[test]
    fn patterns_of_programs_match_names_and_absolute_paths() {
        check(
            PROGRAMS,
            &["git", "*", "a b", "/usr/bin/*", "**", "**/git", "*/git", ".*", "..a"],
            &["bin/git", "./git", "../git", "/", "/bin/", "/a/../b", ".", "..", "a*/b", ""],
        );
    }

    #[test]
    fn patterns_of_variables_match_names_of_variables() {
        check(VARIABLES, &["PATH", "APP_*", "**", "a.b"], &["", "A=B", "*=", "A\0"]);
    }

    #[test]
    fn patterns_of_components_match_full_ids() {
        check(
            COMPONENTS,
            &[
                "acme:printer@1.0.0",
                "acme:*@*",
                "acme:**",
                "**",
                "*",
                "acme*",
                "*@1",
                "a:*",
                "a:b@*",
            ],
            &["acme", "nonsense pattern", "acme:printer", "acme@1", ":a@1", "a:@1", "a:b@", ""],
        );
    }
}
