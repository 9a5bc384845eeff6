//! The pattern language of `airssys:core-capabilities`: `*` is any characters but `/`, `**` any characters, and all
//! else itself.

use std::collections::{BTreeSet, HashSet, VecDeque};

use regex::{Regex, RegexBuilder};

/// The longest pattern, in bytes.
const MAX_LENGTH: usize = 4096;
/// How many steps [`Pattern::covers`] may take. Patterns that people write need some hundreds.
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
    /// Whether it stands for any number of characters.
    fn repeats(self) -> bool {
        !matches!(self, Self::Char(_))
    }

    fn takes(self, char: char) -> bool {
        match self {
            Self::Char(own) => own == char,
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
    /// What is wrong, if it is empty, longer than 4096 bytes, or holds a NUL.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("the pattern is empty: write what it should match, or `**`".into());
        }
        if text.len() > MAX_LENGTH {
            return Err(format!("the pattern is longer than {MAX_LENGTH} bytes"));
        }
        if text.contains('\0') {
            return Err("the pattern holds a NUL character".into());
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

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it stands for one text only.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        is_literal(&self.text)
    }

    /// Whether `text` is one of those that it stands for.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Whether it stands for every text that `other` stands for. Where finding out takes too long, it says no.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if other.is_literal() {
            return self.matches(&other.text);
        }
        self.text == other.text || self.includes(other).unwrap_or(false)
    }

    /// Runs both automata side by side. Each state of `other` meets the set of states in which `self` can be after
    /// the same characters; if `other` can end where `self` cannot, there is a text that only `other` matches.
    fn includes(&self, other: &Self) -> Option<bool> {
        let alphabet = alphabet(&self.tokens, &other.tokens);
        let own = closure(&self.tokens, [0].into());
        let start = closure(&other.tokens, [0].into());
        let mut queue: VecDeque<_> = start.into_iter().map(|at| (at, own.clone())).collect();
        let mut seen: HashSet<_> = queue.iter().cloned().collect();
        let mut steps = 0;
        while let Some((at, own)) = queue.pop_front() {
            let Some(&token) = other.tokens.get(at) else {
                if !own.contains(&self.tokens.len()) {
                    return Some(false);
                }
                continue;
            };
            for &char in alphabet.iter().filter(|&&char| token.takes(char)) {
                steps += 1 + own.len();
                if steps > MAX_STEPS {
                    return None;
                }
                let own = closure(&self.tokens, step(&self.tokens, &own, char));
                if own.is_empty() {
                    return Some(false);
                }
                let next = if token.repeats() { at } else { at + 1 };
                for at in closure(&other.tokens, [next].into()) {
                    let pair = (at, own.clone());
                    if seen.insert(pair.clone()) {
                        queue.push_back(pair);
                    }
                }
            }
        }
        Some(true)
    }
}

/// Whether `text`, read as a pattern, stands for itself only.
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

/// All characters that make a difference: those of both, `/`, and one that is in neither.
fn alphabet(one: &[Token], other: &[Token]) -> BTreeSet<char> {
    let chars = one.iter().chain(other).filter_map(|token| match token {
        Token::Char(char) => Some(*char),
        Token::Segment | Token::Any => None,
    });
    let mut alphabet: BTreeSet<char> = chars.chain(['/']).collect();
    let fresh = ('\u{1}'..).find(|char| !alphabet.contains(char));
    alphabet.extend(fresh);
    alphabet
}

/// The states that can be reached from `states` without a character.
fn closure(tokens: &[Token], states: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for mut state in states {
        while all.insert(state) && tokens.get(state).is_some_and(|token| token.repeats()) {
            state += 1;
        }
    }
    all
}

fn step(tokens: &[Token], states: &BTreeSet<usize>, char: char) -> BTreeSet<usize> {
    let taking = states.iter().filter(|&&state| tokens.get(state).is_some_and(|t| t.takes(char)));
    taking.map(|&state| if tokens[state].repeats() { state } else { state + 1 }).collect()
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text).expect("a pattern")
    }

    #[test]
    fn one_star_stops_at_a_slash_and_two_do_not() {
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
    fn what_other_languages_give_a_meaning_stands_for_itself() {
        for text in ["/a?c", "/[ab]", "/{a,b}", r"/\*x", "/a.c", "/^$", "/a|b", "/(?i)a"] {
            let literal = text.replace('*', "");
            assert!(pattern(text).matches(&literal), "{text}");
            for other in ["/abc", "/a", "/b", "/axc", "/A"] {
                assert!(!pattern(text).matches(other), "{text} on {other}");
            }
        }
    }

    #[test]
    fn a_pattern_covers_another_if_it_matches_all_that_the_other_does() {
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
        for (one, other, expected) in cases {
            assert_eq!(pattern(one).covers(&pattern(other)), expected, "{one} over {other}");
        }
    }

    #[test]
    fn a_question_that_takes_too_long_is_answered_no() {
        let hard = format!("/{}", "*a".repeat(900));
        let harder = format!("/{}*b", "*a".repeat(900));
        let start = std::time::Instant::now();
        assert!(!pattern(&hard).covers(&pattern(&harder)));
        assert!(start.elapsed().as_secs() < 20);
    }

    #[test]
    fn no_pattern_is_empty_or_too_long_or_holds_nul() {
        assert!(Pattern::new("").is_err());
        assert!(Pattern::new("/a\0b").is_err());
        assert!(Pattern::new(&"a".repeat(4097)).is_err());
    }
}
