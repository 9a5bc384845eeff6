//! Patterns over names, as `worlds` and `packages` take them: `airssys:core-*`, `!airssys:ext-process`.

/// Whether an element of a list is a pattern, and not a name.
pub(super) fn is_pattern(text: &str) -> bool {
    text.starts_with('!') || text.contains('*')
}

/// Whether a name is selected by patterns, of which the last that matches counts.
///
/// A list that starts by taking something out starts with everything.
pub(super) fn selects(patterns: &[&str], names: &[String]) -> bool {
    let start = patterns.first().is_none_or(|first| first.starts_with('!'));
    patterns.iter().fold(start, |selected, pattern| match pattern.strip_prefix('!') {
        Some(out) if matches_any(out, names) => false,
        None if matches_any(pattern, names) => true,
        _ => selected,
    })
}

/// Whether a pattern, with or without its `!`, matches one of the names.
pub(super) fn matches_any(pattern: &str, names: &[String]) -> bool {
    let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
    names.iter().any(|name| matches(pattern, name))
}

/// Whether a pattern, in which each `*` stands for any text, matches a name.
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
    fn a_star_stands_for_any_text() {
        assert!(matches("airssys:core-*", "airssys:core-types"));
        assert!(matches("*:*-types", "airssys:core-types"));
        assert!(!matches("airssys:core-*", "airssys:ext-network"));
        assert!(matches("*", ""));
    }

    #[test]
    fn the_last_pattern_that_matches_counts() {
        assert!(!selected(&["a:*", "!a:b"], "a:b"));
        assert!(selected(&["a:*", "!a:b"], "a:c"));
        assert!(selected(&["!a:*", "a:b"], "a:b"));
    }

    #[test]
    fn a_list_that_takes_out_starts_with_everything() {
        assert!(selected(&["!a:b"], "c:d"));
        assert!(!selected(&["a:b"], "c:d"));
    }
}
