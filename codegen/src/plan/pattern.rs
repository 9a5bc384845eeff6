//! Patterns of the options `worlds` and `packages`: `airssys:core-*`, `!airssys:ext-process`.

/// `true` if an element of a list is a pattern and not a name.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.starts_with('!') || text.contains('*')
}

/// `true` if patterns select an item with these names. The last pattern that matches decides.
///
/// A list that is empty or starts with an exclusion selects everything that it does not exclude.
pub(crate) fn selects(patterns: &[&str], names: &[String]) -> bool {
    let start = patterns.first().is_none_or(|first| first.starts_with('!'));
    patterns.iter().fold(start, |selected, pattern| match pattern.strip_prefix('!') {
        Some(excluded) if matches_any(excluded, names) => false,
        None if matches_any(pattern, names) => true,
        _ => selected,
    })
}

/// `true` if a pattern, with or without its `!`, matches one of the names.
pub(crate) fn matches_any(pattern: &str, names: &[String]) -> bool {
    let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
    names.iter().any(|name| matches(pattern, name))
}

/// `true` if a pattern matches a name. Each `*` matches any characters.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.into_iter().any(|at| matches(rest, &name[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(patterns: &[&str], name: &str) -> bool {
        selects(patterns, &[name.to_owned()])
    }

    #[test]
    fn a_star_matches_any_characters() {
        assert!(matches("airssys:core-*", "airssys:core-types"));
        assert!(matches("*:*-types", "airssys:core-types"));
        assert!(!matches("airssys:core-*", "airssys:ext-network"));
        assert!(matches("*", ""));
    }

    #[test]
    fn the_last_matching_pattern_decides() {
        assert!(!selected(&["a:*", "!a:b"], "a:b"));
        assert!(selected(&["a:*", "!a:b"], "a:c"));
        assert!(selected(&["!a:*", "a:b"], "a:b"));
    }

    #[test]
    fn a_list_that_starts_with_an_exclusion_selects_the_rest() {
        assert!(selected(&["!a:b"], "c:d"));
        assert!(!selected(&["a:b"], "c:d"));
    }
}
