//! What is made of a text is what the crate `toml` makes of it: the same keys and values, in the same order and with the same
//! ranges, and the same complaints.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use toml::de::{DeTable, DeValue};

use super::build::build;
use super::{Data, Table};

/// What [`build`] reads, a line for each key and item, and each complaint.
fn read_here(text: &str) -> Vec<String> {
    fn show_table(lines: &mut Vec<String>, depth: usize, table: &Table) {
        for (key, value) in &table.entries {
            lines.push(format!("{depth} {:?} {:?}", key.value, key.range));
            show(lines, depth, value);
        }
    }
    fn show(lines: &mut Vec<String>, depth: usize, value: &super::Value) {
        let kind = match &value.data {
            Data::Text(text) => format!("text {text:?}"),
            Data::Integer(number) => format!("integer {number:?}"),
            Data::Array(_) => "array".to_owned(),
            Data::Table(_) => "table".to_owned(),
            Data::Float => "float".to_owned(),
            Data::Boolean => "boolean".to_owned(),
            Data::Datetime => "datetime".to_owned(),
        };
        lines.push(format!("{depth} {kind} {:?}", value.range));
        match &value.data {
            Data::Array(items) => items.iter().for_each(|item| show(lines, depth + 1, item)),
            Data::Table(table) => show_table(lines, depth + 1, table),
            Data::Text(_) | Data::Integer(_) | Data::Float | Data::Boolean | Data::Datetime => {}
        }
    }
    let (root, complaints) = build(text);
    let mut lines = Vec::new();
    show_table(&mut lines, 0, &root);
    lines.extend(complaints.iter().map(|it| format!("{} {:?}", it.message, it.range)));
    lines
}

/// The same of `toml`.
fn read_there(text: &str) -> Vec<String> {
    fn show_table(lines: &mut Vec<String>, depth: usize, table: &DeTable<'_>) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            lines.push(format!("{depth} {:?} {:?}", key.get_ref(), key.span()));
            show(lines, depth, value);
        }
    }
    fn show(lines: &mut Vec<String>, depth: usize, value: &toml::Spanned<DeValue<'_>>) {
        let kind = match value.get_ref() {
            DeValue::String(text) => format!("text {text:?}"),
            DeValue::Integer(number) => format!("integer {:?}", number.to_string()),
            other => other.type_str().to_owned(),
        };
        lines.push(format!("{depth} {kind} {:?}", value.span()));
        match value.get_ref() {
            DeValue::Array(items) => items.iter().for_each(|item| show(lines, depth + 1, item)),
            DeValue::Table(table) => show_table(lines, depth + 1, table),
            _ => {}
        }
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut lines = Vec::new();
    show_table(&mut lines, 0, root.get_ref());
    for error in errors {
        // Here, one sentence tells what is wrong with a date.
        let dates = ["invalid date", "invalid time", "invalid offset"];
        let is_of_date = dates.iter().any(|start| error.message().starts_with(start));
        let message = if is_of_date { "invalid date-time" } else { error.message() };
        lines.push(format!("{message} {:?}", error.span().unwrap_or(0..0)));
    }
    lines
}

#[track_caller]
fn is_the_same(text: &str) {
    assert_eq!(read_here(text), read_there(text), "{text}");
}

#[test]
fn what_two_keys_define_is_told_apart() {
    let firsts = [
        "a = 1",
        "a = 1.0",
        "a = ''",
        "a = true",
        "a = 07:32",
        "a = []",
        "a = [{}]",
        "a = {}",
        "a = { b = {} }",
        "a = { b.c = 1 }",
        "a.b = 1",
        "a.b.c = 1",
        "a.b = {}",
        "[a]",
        "[a.b]",
        "[a.b.c]",
        "[[a]]",
        "[[a.b]]",
        "[a]\nb = 1",
        "[a]\nb.c = 1",
        "[a]\nb = {}",
        "[[a]]\nb = 1",
        "[[a]]\nb.c = 1",
        "[[a]]\n[a.b]",
        "[[a]]\n[[a.b]]",
    ];
    for first in firsts {
        for second in firsts {
            is_the_same(&format!("{first}\n{second}"));
            for third in firsts {
                is_the_same(&format!("{first}\n{second}\n{third}\n"));
            }
        }
    }
}

#[test]
fn a_table_may_be_large() {
    // A megabyte, and the last key is there twice. Looked for one by one, the keys would take a minute.
    let keys = (0..100_000).map(|key| format!("k{key} = 1\n")).collect::<String>();
    is_the_same(&format!("{keys}k99999 = 2\n[k7.a]\n"));
}

#[test]
fn depth_ends_where_it_ends_there() {
    for depth in 78..84 {
        let dotted = "a.".repeat(depth);
        for text in [
            format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("a = {}", "[".repeat(depth)),
            format!("a = {}1{}", "{ a = ".repeat(depth), "}".repeat(depth)),
            format!("a = {}{}\nb = 1", "[{ a = ".repeat(depth / 2), "}]".repeat(depth / 2)),
            format!("{dotted}a = 1\nb = 2"),
            format!("[{dotted}a]\nb = 2\n[c]"),
            format!("[[{dotted}a]]\nb = 2\n[c]"),
            format!("a = {{ b = 1, {dotted}a = 1, c = 2 }}\nb = 3"),
            format!("a = {{ b = 1 {dotted}a = 2 }}\nb = 3"),
        ] {
            is_the_same(&text);
        }
    }
}

#[test]
fn dates_are_those_of_the_calendar() {
    for date in ["2000-02-29", "1900-02-29", "2024-02-30", "2023-04-31", "2023-13-01", "2023-00-10"]
    {
        is_the_same(&format!("a = {date}"));
    }
    for time in
        ["24:00:00", "23:60:00", "23:59:60", "23:59:61", "1:00", "01:0", "01:02:3", "01:02.5"]
    {
        is_the_same(&format!("a = {time}"));
        is_the_same(&format!("a = 2024-01-01T{time}Z"));
        is_the_same(&format!("a = 2024-01-01 00:00+{time}"));
    }
}

fn key() -> impl Strategy<Value = String> {
    let simple = || select(vec!["a", "b", "c", "a-1", "\"a\"", "'b'", "\"a:b\"", "\"\\u0061\""]);
    let dot = select(vec![".", ".", " . "]);
    (prop::collection::vec(simple(), 1..4), dot).prop_map(|(keys, dot)| keys.join(dot))
}

fn value() -> impl Strategy<Value = String> {
    let scalars = [
        "1",
        "-0",
        "+1_000",
        "0xF_f",
        "0o7",
        "0b1",
        "1.5",
        "1e-3",
        "inf",
        "-nan",
        "true",
        "false",
        "1979-05-27T07:32:00Z",
        "1979-05-27 07:32",
        "1979-05-27",
        "07:32:00.5",
        "1979-05-27t07:32:00.9-07:00",
        "\"\"",
        "''",
        "\"x\"",
        "'x'",
        "\"é\\n\\x41\\u00E9\"",
        "\"\"\"\n a\\\n b \"\"\"",
        "'''\nx\n'''",
    ];
    select(scalars.map(str::to_owned).to_vec()).prop_recursive(3, 12, 4, |inner| {
        let gap = || select(vec!["", " ", "\n", " # x\n "]);
        let pair = (key(), inner.clone()).prop_map(|(key, value)| format!("{key} = {value}"));
        let items =
            (prop::collection::vec(inner, 0..4), gap(), gap()).prop_map(|(items, gap, end)| {
                format!("[{gap}{}{end}]", items.join(&format!(",{gap}")))
            });
        let table =
            (prop::collection::vec(pair, 0..4), gap(), gap()).prop_map(|(pairs, gap, end)| {
                format!("{{{gap}{}{end}}}", pairs.join(&format!("{gap},")))
            });
        prop_oneof![items, table]
    })
}

fn document() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => (key(), value()).prop_map(|(key, value)| format!("{key} = {value}")),
        2 => key().prop_map(|key| format!("[{key}]")),
        1 => key().prop_map(|key| format!("[[ {key} ]] # x")),
        1 => Just(String::new()),
    ];
    (prop::collection::vec(line, 0..8), select(vec!["\n", "\n", "\r\n"]))
        .prop_map(|(lines, end)| lines.join(end))
}

/// Drops, doubles, swaps or adds a character, up to four times.
fn spoil(text: &str, slips: &[(u8, Index, char)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (slip, index, other) in slips {
        let at = index.index(chars.len() + 1);
        match slip {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 if at < chars.len() => chars.insert(at, chars[at]),
            2 if at + 1 < chars.len() => chars.swap(at, at + 1),
            _ => chars.insert(at, *other),
        }
    }
    chars.into_iter().collect()
}

fn slips() -> impl Strategy<Value = Vec<(u8, Index, char)>> {
    let others: Vec<char> = "[]{}=,.:\"'\\\n\r #_-+0aé\u{feff}\u{0}\u{7f}".chars().collect();
    prop::collection::vec((0..4_u8, any::<Index>(), select(others)), 1..5)
}

proptest! {
    #[test]
    fn documents_are_read_the_same(text in document()) {
        prop_assert_eq!(read_here(&text), read_there(&text));
    }

    #[test]
    fn spoilt_documents_are_read_the_same(text in document(), slips in slips()) {
        let text = spoil(&text, &slips);
        prop_assert_eq!(read_here(&text), read_there(&text), "{}", text);
    }

    #[test]
    fn scalars_are_read_the_same(text in "[-+]?[0-9_]{0,4}[-+.:eExXobTtZz 0-9a-f_'\"\\\\]{0,12}") {
        let text = format!("a = {text}\nb = [{text}, {text}]");
        prop_assert_eq!(read_here(&text), read_there(&text), "{}", text);
    }

    #[test]
    fn dates_are_read_the_same(
        parts in prop::collection::vec(
            select(vec![
                "1979", "05", "31", "07", "23", "59", "60", "00", "2", "123", "-", "-", ":", ":", "T", " ", ".", "Z", "+",
                "1979-05-27", "07:32", "07:32:00", "+07:00", "x",
            ]),
            0..8,
        ),
    ) {
        let text = format!("a = {0}\nb = [{0}]", parts.concat());
        prop_assert_eq!(read_here(&text), read_there(&text), "{}", text);
    }

    #[test]
    fn words_in_any_order_are_read_the_same(
        words in prop::collection::vec(
            select(vec![
                "[", "[[", "]", "]]", "{", "}", "=", ",", ".", ":", "\"", "'", "\\", "\n", "\n", "\r", " ", "#", "\t", "é",
                "a", "b", "1", "a = 1", "\"a:b\"", "'x'", "\"\"\"", "'''", "\u{feff}", "-", "_", "true", "1.5", "{ a = ",
            ]),
            0..24,
        ),
    ) {
        let text = words.concat();
        prop_assert_eq!(read_here(&text), read_there(&text), "{}", text);
    }
}
