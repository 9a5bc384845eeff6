//! From a word that is not known to the one that was meant, probably.

/// The candidate that is nearest to `wanted`, if one is near enough to be what was meant.
///
/// Near enough is one slip in three letters; letter case is no slip.
///
/// ```
/// use airssys_bindings_frontend::spelling::nearest;
///
/// assert_eq!(nearest("wrold", ["path", "world"]), Some("world"));
/// assert_eq!(nearest("colour", ["path", "world"]), None);
/// ```
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(wanted, candidates.into_iter().collect())
}

fn nearest_of<'a>(wanted: &str, candidates: Vec<&'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&candidate.to_lowercase(), &wanted), candidate)
        })
        .filter(|(slips, candidate)| *slips <= candidate.len().max(wanted.len()).div_ceil(3))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, other)
}

/// `` `a`, `b` and `c` ``, for a help that says what there is.
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
