use super::*;

fn prepared(docs: &str) -> String {
    prepare(docs, &|word| {
        let known = ["timestamp", "types.timestamp", "a:b/types@1.0.0"];
        known.contains(&word).then(|| format!("super::{}", word.len()))
    })
}

#[test]
fn a_word_in_backticks_that_names_an_item_links() {
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
fn a_word_that_names_nothing_stays_as_it_is() {
    for docs in ["See `other`.", "`a` `b`", "`[x]`", "plain timestamp", "a\\[i\\]"] {
        assert_eq!(prepared(docs), docs);
    }
}

#[test]
fn simple_docs_are_read_as_the_parser_reads_them() {
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
fn brackets_that_link_nowhere_are_brackets() {
    assert_eq!(prepared("a[i] and [`x`]"), "a\\[i\\] and \\[`x`\\]");
    assert_eq!(prepared("[the text](no::item)"), "the text");
}

#[test]
fn links_to_elsewhere_stay_as_they_are() {
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
fn a_block_between_fences_is_no_test_and_nothing_in_it_links() {
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
fn an_indented_block_is_no_test() {
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
fn a_type_in_angle_brackets_is_no_html() {
    assert_eq!(prepared("a list<u8>, a<br>b"), "a list\\<u8>, a<br>b");
}
