//! The pattern language of `airssys:core-capabilities`: `*` matches any characters but `/`, `**` matches any
//! characters, and all other characters match themselves.
//!
//! Components send patterns and the texts that are matched, so all work is counted and ends after [`MAX_STEPS`].

use std::collections::{BTreeSet, HashSet, VecDeque};

/// The maximum length of a pattern in bytes.
const MAX_LENGTH: usize = 4096;
/// The maximum number of steps of one comparison: well below a millisecond. Handwritten patterns need a few hundred, and
/// a path of 4096 bytes against a pattern with five `*` needs 50,000.
const MAX_STEPS: usize = 50_000;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    /// Without adjacent repeating tokens.
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Char(char),
    /// `*`
    Segment,
    /// `**`, or more `*` in a row
    Any,
}

impl Token {
    /// `true` if the token matches any number of characters.
    fn repeats(self) -> bool {
        !matches!(self, Self::Char(_))
    }

    pub(super) fn accepts(self, char: char) -> bool {
        match self {
            Self::Char(expected) => expected == char,
            Self::Segment => char != '/',
            Self::Any => true,
        }
    }
}

/// The number of steps that a comparison has taken.
#[derive(Default)]
struct Steps(usize);

impl Steps {
    /// Counts steps. Returns `None` once there are too many.
    fn count(&mut self, steps: usize) -> Option<()> {
        self.0 += steps;
        (self.0 <= MAX_STEPS).then_some(())
    }
}

/// The states that the automaton of a pattern can be in, in ascending order. State `n` is the one before token `n`.
type States = Vec<usize>;

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
        Ok(Self { text: text.into(), tokens: tokens(text) })
    }

    /// The source of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Without adjacent repeating tokens.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// `true` if the pattern contains no `*`, so that it matches only itself.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        is_literal(&self.text)
    }

    /// `true` if the pattern matches the whole of `text`. Returns `false` if deciding takes too many steps.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        if self.is_literal() {
            return self.text == text;
        }
        self.accepts(text, &mut Steps::default()).unwrap_or(false)
    }

    /// `true` if the pattern matches every string that `other` matches. Returns `false` if deciding takes too many
    /// steps.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if other.is_literal() {
            return self.matches(&other.text);
        }
        self.text == other.text || self.includes(other, &mut Steps::default()).unwrap_or(false)
    }

    /// Simulates the automaton. Returns `None` after too many steps.
    fn accepts(&self, text: &str, steps: &mut Steps) -> Option<bool> {
        let mut states = self.start();
        for char in text.chars() {
            if states.is_empty() || self.accepts_any(&states) {
                break;
            }
            steps.count(states.len())?;
            states = self.step(&states, char);
        }
        Some(self.is_accepting(&states))
    }

    /// Decides language inclusion by simulating both automata in parallel: each state of `other` is paired with the set
    /// of states that `self` can be in after the same characters. If `other` accepts in a pair where `self` does not, a
    /// string exists that only `other` matches. Returns `None` after too many steps.
    fn includes(&self, other: &Self, steps: &mut Steps) -> Option<bool> {
        let alphabet = self.alphabet();
        let own_states = self.start();
        let start = other.start().into_iter();
        let mut queue: VecDeque<_> = start.map(|state| (state, own_states.clone())).collect();
        let mut seen: HashSet<_> = queue.iter().cloned().collect();
        while let Some((state, own_states)) = queue.pop_front() {
            if self.accepts_any(&own_states) {
                continue;
            }
            let Some(&token) = other.tokens.get(state) else {
                if !self.is_accepting(&own_states) {
                    return Some(false);
                }
                continue;
            };
            let chars: &mut dyn Iterator<Item = char> = match token {
                Token::Char(char) => &mut [char].into_iter(),
                token => &mut alphabet.iter().copied().filter(move |&char| token.accepts(char)),
            };
            for char in chars {
                steps.count(1 + own_states.len())?;
                let own_states = self.step(&own_states, char);
                if own_states.is_empty() {
                    return Some(false);
                }
                let mut next = States::new();
                other.enter(&mut next, if token.repeats() { state } else { state + 1 });
                for state in next {
                    steps.count(1 + own_states.len())?;
                    let pair = (state, own_states.clone());
                    if seen.insert(pair.clone()) {
                        queue.push_back(pair);
                    }
                }
            }
        }
        Some(true)
    }

    /// The characters that the pattern distinguishes: its own, `/`, and one that represents all others.
    fn alphabet(&self) -> BTreeSet<char> {
        let chars = self.tokens.iter().filter_map(|token| match token {
            Token::Char(char) => Some(*char),
            Token::Segment | Token::Any => None,
        });
        let mut alphabet: BTreeSet<char> = chars.chain(['/']).collect();
        let other = ('\u{1}'..).find(|char| !alphabet.contains(char));
        alphabet.extend(other);
        alphabet
    }

    fn start(&self) -> States {
        let mut states = States::new();
        self.enter(&mut states, 0);
        states
    }

    /// The states after consuming `char`.
    fn step(&self, states: &States, char: char) -> States {
        let mut next = States::new();
        for &state in states {
            match self.tokens.get(state) {
                Some(token) if token.accepts(char) => {
                    self.enter(&mut next, if token.repeats() { state } else { state + 1 });
                }
                Some(_) | None => {}
            }
        }
        next
    }

    /// Adds a state, and the one after it if its token also matches nothing. Each call is for the same state as the
    /// last one or a later one, and no two adjacent tokens repeat, so that the order stays ascending.
    fn enter(&self, states: &mut States, state: usize) {
        let repeats = self.tokens.get(state).is_some_and(|token| token.repeats());
        for state in state..=state + usize::from(repeats) {
            if states.last().is_none_or(|&last| last < state) {
                states.push(state);
            }
        }
    }

    fn is_accepting(&self, states: &States) -> bool {
        states.last() == Some(&self.tokens.len())
    }

    /// `true` if the pattern matches whatever comes next, since it ends with `**`.
    fn accepts_any(&self, states: &States) -> bool {
        self.tokens.last() == Some(&Token::Any) && self.is_accepting(states)
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
        if char != '*' {
            tokens.push(Token::Char(char));
            continue;
        }
        let mut token = Token::Segment;
        while chars.next_if_eq(&'*').is_some() {
            token = Token::Any;
        }
        tokens.push(token);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::{MAX_STEPS, Pattern, Steps};

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

    /// Distinct characters from U+0100 on.
    fn distinct(count: u32) -> String {
        (0..count).filter_map(|number| char::from_u32(0x100 + number)).collect()
    }

    #[test]
    fn adjacent_stars_are_one_token() {
        assert_eq!(pattern(&format!("/a{}b", "*".repeat(4000))).tokens.len(), 4);
        assert!(pattern("/a***b").matches("/a/x/b"));
        assert!(pattern("/a**b").covers(&pattern("/a***b")));
        assert!(!pattern("/a*b").covers(&pattern("/a***b")));
    }

    #[test]
    fn patterns_that_components_send_take_few_steps() {
        let stars = "*".repeat(1200);
        let segments = "/*".repeat(500);
        let cases = [
            ("/opt/**", format!("/opt/{}{stars}", distinct(150)), true),
            ("/opt/**", format!("/{}{stars}", distinct(150)), false),
            ("/opt/**", format!("/opt{segments}"), true),
            ("/opt/*/**", format!("/opt{segments}"), true),
            ("*.example.com", format!("{stars}.example.com"), false),
            ("*.example.com", format!("{}*.example.com", distinct(900)), true),
            ("/data/**/*.txt", "/data/**a".repeat(5) + "/*.txt", true),
        ];
        for (grant, sent, expected) in cases {
            let mut steps = Steps::default();
            let covers = pattern(grant).includes(&pattern(&sent), &mut steps);
            assert_eq!(covers, Some(expected), "{grant} covers {sent:.40}");
            assert!(steps.0 < MAX_STEPS / 2, "{grant} covers {sent:.40}: {} steps", steps.0);
        }
    }

    #[test]
    fn comparisons_that_take_too_many_steps_are_false() {
        let hard = format!("/{}", "*a".repeat(900));
        let harder = format!("/{}*b", "*a".repeat(900));
        let grant = pattern("/data/**a**b**c**d**e**");
        let sent = pattern(&format!("/data{}", "/*a**e*d**c*b**a".repeat(60)));
        for (first, second) in
            [(&pattern(&hard), &pattern(&harder)), (&pattern(&harder), &pattern(&hard))]
        {
            let mut steps = Steps::default();
            assert_eq!(first.includes(second, &mut steps), None);
            assert!(steps.0 < 2 * MAX_STEPS, "{} steps", steps.0);
            assert!(!first.covers(second));
        }
        let mut steps = Steps::default();
        let _ = grant.includes(&sent, &mut steps);
        assert!(steps.0 < 2 * MAX_STEPS, "{} steps", steps.0);
        let mut steps = Steps::default();
        assert_eq!(pattern(&hard).accepts(&"/".repeat(100_000), &mut steps), Some(false));
        assert_eq!(pattern(&hard).accepts(&format!("/{}", "a".repeat(4000)), &mut steps), None);
        assert!(steps.0 < 2 * MAX_STEPS, "{} steps", steps.0);
    }

    #[test]
    fn empty_long_and_nul_patterns_are_rejected() {
        assert!(Pattern::new("").is_err());
        assert!(Pattern::new("/a\0b").is_err());
        assert!(Pattern::new(&"a".repeat(4097)).is_err());
    }
}
