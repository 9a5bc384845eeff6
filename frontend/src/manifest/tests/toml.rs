//! Limits of TOML files: deep nesting and many keys or errors must neither overflow the stack nor take quadratic time.

use super::{add, check_file, read};
use crate::diagnostic::ErrorKind as _;
use crate::files::Files;
use crate::manifest::document::MAX_DEPTH;

#[test]
fn deep_nesting_is_an_error() {
    for depth in [MAX_DEPTH + 1, 10_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{ a = ", "}"), ("[{ a = ", "}]"), ("{ a.b.c = ", "}")] {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            for source in [format!("a = {open}1{close}"), format!("a = {open}")] {
                assert_eq!(codes(&source), [828]);
            }
        }
        let keys = "a.".repeat(depth);
        for source in [format!("{keys}a = 1"), format!("[{keys}a]"), format!("[[{keys}a]]")] {
            assert_eq!(codes(&source), [828]);
        }
    }
}

#[test]
fn dots_and_brackets_are_counted_together() {
    let keys = "a.".repeat(MAX_DEPTH / 2);
    for source in [
        format!("[{keys}a]\n{keys}b = {{}}"),
        format!("{keys}a = {{ {keys}b = 1 }}"),
        format!("a = {{ {keys}b = {{ {keys}c = 1 }} }}"),
    ] {
        assert_eq!(codes(&source), [828]);
    }
}

#[test]
fn nesting_up_to_the_limit_is_parsed() {
    let depth = MAX_DEPTH;
    let in_string = format!("# {0}\n[dependencies]\na = {{ path = \"{0}\" }}", "[".repeat(100));
    assert_eq!(check_file("deps.toml", &in_string), [""; 0]);
    let siblings = "a.b.c = [[1], { x.y = 1 }]\n";
    let siblings = (0..100).map(|i| siblings.replace('a', &format!("a{i}"))).collect::<String>();
    for source in [
        siblings,
        format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)),
        format!("a = {}1{}", "{ a = ".repeat(depth), "}".repeat(depth)),
        format!("{}a = 1", "a.".repeat(depth)),
    ] {
        let messages = check_file("wkg.lock", &source).concat();
        assert!(messages.contains("`wkg.lock` has no `version`"), "{messages}");
    }
}

#[test]
fn large_files_take_linear_time() {
    let count = 100_000;
    let dependencies = |value: &str| {
        let entries =
            (0..count).map(|i| format!("k{i} = {}\n", value.replace('#', &i.to_string())));
        format!("[dependencies]\n{}", entries.collect::<String>())
    };
    assert_eq!(errors(&dependencies("{ path = \"../k#\" }")), 0);
    assert_eq!(errors(&dependencies("{ path = \"../k\" }")), count - 1);
    assert_eq!(errors(&dependencies("3")), count);
    let downloads =
        (0..count / 10).map(|i| format!("k{i} = {{ url = \"https://a/{i}\", path = \"{i}\" }}\n"));
    assert_eq!(errors(&downloads.collect::<String>()), count / 10);
}

#[test]
fn control_characters_are_errors() {
    for source in ["a = \"\u{1}\"", "a = 1 # \u{0}", "a = 1\rb = 2", "\u{feff}\u{feff}a = 1"] {
        assert_eq!(errors(source), 1, "{source:?}");
    }
}

#[test]
fn syntax_errors_are_limited() {
    for line in ["a = é\n", "a = 1\n", "a:b = 1\n", "[a]\n", "a = [\n", "a = \"\n"] {
        assert!((1..=100).contains(&errors(&line.repeat(100_000))), "{line}");
    }
    assert!((1..=100).contains(&errors(&format!("a = [{}]", "é, ".repeat(100_000)))));
}

fn errors(source: &str) -> usize {
    codes(source).len()
}

/// Reads a `deps.toml`. Returns the codes of the errors.
fn codes(source: &str) -> Vec<u16> {
    let mut files = Files::default();
    let file = add(&mut files, "deps.toml", source);
    read(&files, file).1.iter().map(|error| error.kind.code().0).collect()
}
