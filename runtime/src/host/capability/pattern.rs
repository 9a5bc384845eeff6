//! The pattern language of `airssys:core-capabilities`: `*` matches any characters but `/`, `**` matches any
//! characters, and all other characters match themselves.

use std::collections::{BTreeSet, HashSet, VecDeque};

use regex::{Regex, RegexBuilder};

/// The maximum length of a pattern in bytes.
const MAX_LENGTH: usize = 4096;
/// The maximum number of steps of [`Pattern::covers`]. Handwritten patterns need a few hundred.
const MAX_STEPS: usize = 200_000;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    tokens: Vec<Token>,
    regex: Regex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    /// `*`
    Segment,
    /// `**`
    Any,
}

impl Token {
    /// `true` if the token matches any number of characters.
    fn repeats(self) -> bool {
        !matches!(self, Self::Char(_))
    }

    fn accepts(self, char: char) -> bool {
        match self {
            Self::Char(expected) => expected == char,
            Self::Segment => char != '/',
            Self::Any => true,
        }
    }
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// Returns a message if the pattern is empty, longer than 4096 bytes, or contains a NUL character.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("the pattern is empty; use `**` to match everything".into());
        }
        if text.len() > MAX_LENGTH {
            return Err(format!("the pattern is longer than {MAX_LENGTH} bytes"));
        }
        if text.contains('\0') {
            return Err("the pattern contains a NUL character".into());
        }
        let tokens = tokens(text);
        let mut source = String::from(r"\A");
        for token in &tokens {
            match token {
                Token::Char(char) => {
                    source.push_str(&regex::escape(char.encode_utf8(&mut [0; 4])));
                }
                Token::Segment => source.push_str("[^/]*"),
                Token::Any => source.push_str(".*"),
            }
        }
        source.push_str(r"\z");
        let regex = RegexBuilder::new(&source).dot_matches_new_line(true).build();
        let regex = regex.map_err(|_| String::from("the pattern is too large"))?;
        Ok(Self { text: text.into(), tokens, regex })
    }

    /// The source of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `true` if the pattern contains no `*`, so that it matches only itself.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        is_literal(&self.text)
    }

    /// `true` if the pattern matches the whole of `text`.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// `true` if the pattern matches every string that `other` matches. Returns `false` if deciding takes too many
    /// steps.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if other.is_literal() {
            return self.matches(&other.text);
        }
        self.text == other.text || self.includes(other).unwrap_or(false)
    }

    /// Decides language inclusion by simulating both automata in parallel: each state of `other` is paired with the set
    /// of states that `self` can be in after the same characters. If `other` accepts in a pair where `self` does not, a
    /// string exists that only `other` matches. Returns `None` after too many steps.
    fn includes(&self, other: &Self) -> Option<bool> {
        let alphabet = alphabet(&self.tokens, &other.tokens);
        let own_states = closure(&self.tokens, [0].into());
        let start = closure(&other.tokens, [0].into());
        let mut queue: VecDeque<_> =
            start.into_iter().map(|state| (state, own_states.clone())).collect();
        let mut seen: HashSet<_> = queue.iter().cloned().collect();
        let mut steps = 0;
        while let Some((state, own_states)) = queue.pop_front() {
            let Some(&token) = other.tokens.get(state) else {
                if !own_states.contains(&self.tokens.len()) {
                    return Some(false);
                }
                continue;
            };
            for &char in alphabet.iter().filter(|&&char| token.accepts(char)) {
                steps += 1 + own_states.len();
                if steps > MAX_STEPS {
                    return None;
                }
                let own_states = closure(&self.tokens, step(&self.tokens, &own_states, char));
                if own_states.is_empty() {
                    return Some(false);
                }
                let next = if token.repeats() { state } else { state + 1 };
                for state in closure(&other.tokens, [next].into()) {
                    let pair = (state, own_states.clone());
                    if seen.insert(pair.clone()) {
                        queue.push_back(pair);
                    }
                }
            }
        }
        Some(true)
    }
}

/// `true` if `text`, as a pattern, matches only itself.
pub(super) fn is_literal(text: &str) -> bool {
    !text.contains('*')
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        tokens.push(match char {
            '*' if chars.next_if_eq(&'*').is_some() => Token::Any,
            '*' => Token::Segment,
            char => Token::Char(char),
        });
    }
    tokens
}

/// The characters that the two patterns distinguish: those in either, `/`, and one that represents all others.
fn alphabet(first: &[Token], second: &[Token]) -> BTreeSet<char> {
    let chars = first.iter().chain(second).filter_map(|token| match token {
        Token::Char(char) => Some(*char),
        Token::Segment | Token::Any => None,
    });
    let mut alphabet: BTreeSet<char> = chars.chain(['/']).collect();
    let other = ('\u{1}'..).find(|char| !alphabet.contains(char));
    alphabet.extend(other);
    alphabet
}

/// The states reachable from `states` without consuming a character.
fn closure(tokens: &[Token], states: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for mut state in states {
        while all.insert(state) && tokens.get(state).is_some_and(|token| token.repeats()) {
            state += 1;
        }
    }
    all
}

/// The states reachable from `states` by consuming `char`.
fn step(tokens: &[Token], states: &BTreeSet<usize>, char: char) -> BTreeSet<usize> {
    let accepting =
        states.iter().filter(|&&state| tokens.get(state).is_some_and(|t| t.accepts(char)));
    accepting.map(|&state| if tokens[state].repeats() { state } else { state + 1 }).collect()
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text).expect("a valid pattern")
    }

    #[test]
    fn single_star_excludes_slashes_and_double_star_includes_them() {
        let cases = [
            ("/data/*", "/data/a", true),
            ("/data/*", "/data/", true),
            ("/data/*", "/data/a/b", false),
            ("/data/**", "/data/a/b", true),
            ("/data/**", "/data", false),
            ("/data/**", "/database", false),
            ("/a**z", "/ab/cz", true),
            ("/a*z", "/ab/cz", false),
            ("**", "", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("/a*", "/a\nb", true),
        ];
        for (text, candidate, expected) in cases {
            assert_eq!(pattern(text).matches(candidate), expected, "{text} on {candidate:?}");
        }
    }

    #[test]
    fn metacharacters_of_other_pattern_languages_are_literal() {
        for text in ["/a?c", "/[ab]", "/{a,b}", r"/\*x", "/a.c", "/^$", "/a|b", "/(?i)a"] {
            let literal = text.replace('*', "");
            assert!(pattern(text).matches(&literal), "{text}");
            for other in ["/abc", "/a", "/b", "/axc", "/A"] {
                assert!(!pattern(text).matches(other), "{text} on {other}");
            }
        }
    }

    #[test]
    fn pattern_covers_another_if_it_matches_every_string_that_the_other_matches() {
        let cases = [
            ("/data/**", "/data/**", true),
            ("/data/**", "/data/*", true),
            ("/data/*", "/data/**", false),
            ("/data/**", "/data/logs/**", true),
            ("/data/logs/**", "/data/**", false),
            ("/data/*", "/data/*.txt", true),
            ("/data/*.txt", "/data/*", false),
            ("/data/*", "/data/a", true),
            ("**", "/x/*", true),
            ("/a*c*", "/abc*", true),
            ("/a**", "/a*/*", true),
            ("/a*/*", "/a**", false),
            ("/*a*", "/*aa*", true),
            ("/*aa*", "/*a*", false),
            ("***", "**", true),
            ("/a*", "/b*", false),
        ];
        for (first, second, expected) in cases {
            assert_eq!(
                pattern(first).covers(&pattern(second)),
                expected,
                "{first} covers {second}"
            );
        }
    }

    #[test]
    fn coverage_that_takes_too_many_steps_is_false() {
        let hard = format!("/{}", "*a".repeat(900));
        let harder = format!("/{}*b", "*a".repeat(900));
        let start = std::time::Instant::now();
        assert!(!pattern(&hard).covers(&pattern(&harder)));
        assert!(start.elapsed().as_secs() < 20);
    }

    #[test]
    fn empty_long_and_nul_patterns_are_rejected() {
        assert!(Pattern::new("").is_err());
        assert!(Pattern::new("/a\0b").is_err());
        assert!(Pattern::new(&"a".repeat(4097)).is_err());
    }
}
