use super::*;

fn prepared(docs: &str) -> String {
    prepare(docs, &|word| {
        let known = ["timestamp", "types.timestamp", "a:b/types@1.0.0"];
        known.contains(&word).then(|| format!("super::{}", word.len()))
    })
}

#[test]
fn a_name_in_backticks_is_linked() {
    for (docs, expected) in [
        ("See `timestamp`.", "See [`timestamp`](super::9)."),
        ("See `[types.timestamp]`.", "See [`types.timestamp`](super::15)."),
        ("See [types.timestamp].", "See [types.timestamp](super::15)."),
        ("See [`timestamp`].", "See [`timestamp`](super::9)."),
        ("See [the time](timestamp).", "See [the time](super::9)."),
        ("See [the time][timestamp].", "See [the time](super::9)."),
        ("`a:b/types@1.0.0`", "[`a:b/types@1.0.0`](super::15)"),
        ("* a `timestamp`\n* b", "* a [`timestamp`](super::9)\n* b"),
    ] {
        assert_eq!(prepared(docs), expected);
    }
}

#[test]
fn other_words_are_unchanged() {
    for docs in ["See `other`.", "`a` `b`", "`[x]`", "plain timestamp", "a\\[i\\]"] {
        assert_eq!(prepared(docs), docs);
    }
}

#[test]
fn simple_docs_are_converted_as_by_the_parser() {
    let link = |word: &str| (word == "a").then(|| "b::c".to_owned());
    for docs in [
        "plain",
        "`a` and `b`",
        "one `a`, and\n* `a`\n* `b c`\n\n# `a`\n\n> `a`\n\n1. `a`: `x`",
        "| `a` | b |\n| --- | --- |\n| `a` | `b` |",
        "a `x = 1` *a* **`a`**",
    ] {
        let simple = simple(docs, &link);
        assert_eq!(simple.as_deref(), Some(parsed(docs, &link).as_str()));
    }
    for docs in ["a `b", "`a\nb`", "\\`a`", "``a``", "[a]", "x\n\n    `a`", "<a `a`>"] {
        assert_eq!(simple(docs, &link), None, "{docs}");
    }
}

#[test]
fn brackets_without_a_target_are_escaped() {
    assert_eq!(prepared("a[i] and [`x`]"), "a\\[i\\] and \\[`x`\\]");
    assert_eq!(prepared("[the text](no::item)"), "the text");
}

#[test]
fn other_links_are_unchanged() {
    for docs in [
        "[`timestamp`](https://a.b/c)",
        "[a](#b)",
        "<https://a.b>",
        "[a]: https://b.c\n\n[a] and [b][a]",
        "![picture](a.png)",
    ] {
        assert_eq!(prepared(docs), docs);
    }
}

#[test]
fn a_fenced_block_is_no_doctest_and_has_no_links() {
    for (docs, expected) in [
        ("```\n`timestamp`\n```", "```text\n`timestamp`\n```"),
        ("~~~~\nx\n~~~~", "~~~~text\nx\n~~~~"),
        ("```no_run\nx\n```", "```text\nx\n```"),
        ("```rust\nx\n```", "```rust,ignore\nx\n```"),
        ("```edition2021,E0123\nx\n```", "```text\nx\n```"),
        ("* a\n\n  ```\n  x\n  ```", "* a\n\n  ```text\n  x\n  ```"),
        ("```\nnever closed", "```text\nnever closed"),
    ] {
        assert_eq!(prepared(docs), expected);
    }
    for docs in ["```wit\n`timestamp`\n```", "```text\nx\n```", "```c++\nx\n```"] {
        assert_eq!(prepared(docs), docs);
    }
}

#[test]
fn an_indented_block_is_no_doctest() {
    for (docs, expected) in [
        ("a\n\n    x\n      y\n\n    z\n", "a\n\n```text\nx\n  y\n\nz\n```\n"),
        ("a\n\n\tx\n", "a\n\n```text\nx\n```\n"),
        ("* a\n\n      x\n\n* b", "* a\n\n  ```text\n  x\n  ```\n\n* b"),
        ("> a\n>\n>     x\n", "> a\n>\n> ```text\n> x\n> ```\n"),
        ("a\n\n    ```\n    x\n", "a\n\n````text\n```\nx\n````\n"),
    ] {
        assert_eq!(prepared(docs), expected);
    }
}

#[test]
fn a_type_with_angle_brackets_is_escaped() {
    assert_eq!(prepared("a list<u8>, a<br>b"), "a list\\<u8>, a<br>b");
}
