//! Spelling of names: kebab case, the nearest known word for "did you mean", and lists of words for messages.

use std::borrow::Cow;
use std::ops::Range;

/// Returns `true` if WIT allows the name: words of one case, separated by `-`, the first of which starts with a letter.
#[must_use]
pub fn valid_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.split('-').all(|word| {
            let all = |ok: fn(char) -> bool| word.chars().all(|c| c.is_ascii_digit() || ok(c));
            !word.is_empty() && (all(|c| c.is_ascii_lowercase()) || all(|c| c.is_ascii_uppercase()))
        })
}

/// Returns `true` for a character that reorders the text around it: a bidirectional control character.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a text for messages, on one line: characters that control a terminal, break lines or reorder text are escaped as in Rust.
///
/// ```
/// use airssys_bindings_frontend::spelling::printable;
///
/// assert_eq!(printable("a\u{1b}[31m\n\u{202e}.wit"), r"a\u{1b}[31m\n\u{202e}.wit");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, char::is_control)
}

/// Returns source or a message of several lines for output: as [`printable`], but tabs and line breaks are kept.
#[must_use]
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, is_control: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_escaped = |c: char| is_control(c) || is_bidi(c) || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\0' if is_escaped(c) => out.extend(c.escape_default()),
            c if is_escaped(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Returns a name in kebab case, the case of WIT. The result is empty for a name without letters and digits.
///
/// ```
/// use airssys_bindings_frontend::spelling::kebab;
///
/// for name in ["doThing", "do_thing", "DoThing"] {
///     assert_eq!(kebab(name), "do-thing");
/// }
/// ```
#[must_use]
pub fn kebab(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            out.push('-');
            continue;
        }
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1);
        let starts_word = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_ascii_digit()
                    || (b.is_uppercase() && after.is_some_and(|a| a.is_lowercase()))
            });
        if starts_word {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Returns a name with the letters of European languages in the spelling of ASCII. Other characters are kept.
///
/// ```
/// use airssys_bindings_frontend::spelling::transliterated;
///
/// assert_eq!(transliterated("größe"), "groesse");
/// assert_eq!(transliterated("prénom"), "prenom");
/// ```
#[must_use]
pub fn transliterated(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'œ' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            'Ä' | 'Æ' => out.push_str("Ae"),
            'Ö' | 'Œ' => out.push_str("Oe"),
            'Ü' => out.push_str("Ue"),
            'Þ' => out.push_str("Th"),
            // The letters of a combining accent have been pushed before it.
            '\u{300}'..='\u{36f}' => {}
            c => out.push(base_letter(c).unwrap_or(c)),
        }
    }
    out
}

/// Returns the letter of ASCII that a letter has an accent on.
fn base_letter(c: char) -> Option<char> {
    const LETTERS: [(char, &str); 19] = [
        ('a', "àáâãåāăą"),
        ('c', "çćĉċč"),
        ('d', "ðďđ"),
        ('e', "èéêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('h', "ĥħ"),
        ('i', "ìíîïĩīĭįı"),
        ('j', "ĵ"),
        ('k', "ķĸ"),
        ('l', "ĺļľŀł"),
        ('n', "ñńņňŉŋ"),
        ('o', "òóôõøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťŧț"),
        ('u', "ùúûũūŭůűų"),
        ('w', "ŵ"),
        ('y', "ýÿŷ"),
        ('z', "źżž"),
    ];
    let base = |c| LETTERS.iter().find(|(_, accented)| accented.contains(c)).map(|(base, _)| *base);
    base(c).or_else(|| base(c.to_lowercase().next()?).map(|base| base.to_ascii_uppercase()))
}

/// Returns the candidate that was probably meant by `word`, for a "did you mean".
///
/// The edit distance, which ignores letter case, may be 1 for words of three letters, 2 from five letters and 3 from
/// ten, and at most half of the shorter word.
///
/// ```
/// use airssys_bindings_frontend::spelling::nearest;
///
/// assert_eq!(nearest("wrold", ["path", "world"]), Some("world"));
/// assert_eq!(nearest("colour", ["path", "world"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(word, candidates.into_iter().collect())
}

fn nearest_of<'a>(word: &str, candidates: Vec<&'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = word.chars().count();
    let limit = match length {
        0..=2 => 0,
        3..=4 => 1,
        5..=9 => 2,
        _ => 3.max(length / 5),
    };
    candidates
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            let shorter = length.min(candidate.chars().count());
            *distance <= limit && *distance * 2 <= shorter
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the number of insertions, deletions, substitutions and swaps of neighbours between two words.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, other)
}

/// Returns `index`, or the start of the character that `index` is inside of, or the length of `source`.
// `str::floor_char_boundary` needs Rust 1.91.
#[must_use]
pub fn floor_char_boundary(source: &str, index: usize) -> usize {
    if index >= source.len() {
        return source.len();
    }
    (0..=index).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

/// Returns `` `a`, `b` and `c` ``, for a help that lists what exists.
#[must_use]
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    list_of(words.into_iter().collect())
}

fn list_of(words: Vec<&str>) -> String {
    let words = words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
/// Returns the range, clamped to the source and to character boundaries.
pub(crate) fn within(range: &Range<usize>, source: &str) -> Range<usize> {
    let start = floor_char_boundary(source, range.start);
    start..floor_char_boundary(source, range.end).max(start)
}
