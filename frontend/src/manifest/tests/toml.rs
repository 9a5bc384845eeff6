//! What is not TOML, and what to write instead.

use super::read_shows;

#[test]
fn a_bare_key_with_a_colon_needs_quotes() {
    read_shows(
        "toml::a_bare_key_with_a_colon_needs_quotes",
        "deps.toml",
        r#"test:types = { path = "../test-types" }
"#,
        r#"the key `test:types` needs quotes [AB0802]
 --> deps.toml:1:5
  |
1 | test:types = { path = "../test-types" }
  |     ^ not allowed in a key without quotes
  |
  = help: write `"test:types" = { path = "../test-types" }`, below a line `[dependencies]`"#,
    );
}

#[test]
fn a_bare_key_with_a_colon_does_not_hide_other_faults() {
    read_shows(
        "toml::a_bare_key_with_a_colon_does_not_hide_other_faults",
        "deps.toml",
        r#"[dependencies]
test:types = { path = "../test-types" }
other = 3
"#,
        r#"the key `test:types` needs quotes [AB0802]
 --> deps.toml:2:5
  |
2 | test:types = { path = "../test-types" }
  |     ^ not allowed in a key without quotes
  |
  = help: write `"test:types" = { path = "../test-types" }`

`other` must be a table, not a number [AB0807]
 --> deps.toml:3:9
  |
3 | other = 3
  |         ^ expected a table
  |
  = help: write `other = { path = "../folder" }`"#,
    );
}

#[test]
fn a_bare_key_with_a_version_is_one_fault() {
    read_shows(
        "toml::a_bare_key_with_a_version_is_one_fault",
        "deps.toml",
        r#"[dependencies]
a:b@1.0.0 = { path = "x" }
"#,
        r#"the key `a:b@1.0.0` needs quotes [AB0802]
 --> deps.toml:2:2
  |
2 | a:b@1.0.0 = { path = "x" }
  |  ^ not allowed in a key without quotes
  |
  = help: write `"a:b@1.0.0" = { path = "x" }`"#,
    );
}

#[test]
fn a_bare_name_in_a_header_needs_quotes() {
    read_shows(
        "toml::a_bare_name_in_a_header_needs_quotes",
        "deps.toml",
        r#"[dependencies.test:types]
path = "../types"
"#,
        r#"the key `test:types` needs quotes [AB0802]
 --> deps.toml:1:19
  |
1 | [dependencies.test:types]
  |                   ^ not allowed in a key without quotes
  |
  = help: write `[dependencies."test:types"]`"#,
    );
}

#[test]
fn a_text_needs_quotes() {
    read_shows(
        "toml::a_text_needs_quotes",
        "deps.toml",
        r#"[package]
name = test:types
version = 1.0.0
[dependencies]
a = { path = ../x }
"#,
        r#"the text `test:types` needs quotes [AB0803]
 --> deps.toml:2:8
  |
2 | name = test:types
  |        ^^^^^^^^^^ expected `"` around it
  |
  = help: write `"test:types"`

the text `1.0.0` needs quotes [AB0803]
 --> deps.toml:3:11
  |
3 | version = 1.0.0
  |           ^^^^^ expected `"` around it
  |
  = help: write `"1.0.0"`

the text `../x` needs quotes [AB0803]
 --> deps.toml:5:14
  |
5 | a = { path = ../x }
  |              ^^^^ expected `"` around it
  |
  = help: write `"../x"`"#,
    );
}

#[test]
fn typographic_quotes_are_none() {
    read_shows(
        "toml::typographic_quotes_are_none",
        "deps.toml",
        r#"[dependencies]
a = { path = “x” }
"#,
        r#"the text `“x”` needs quotes [AB0803]
 --> deps.toml:2:14
  |
2 | a = { path = “x” }
  |              ^^^ expected `"` around it
  |
  = help: write `"x"`"#,
    );
}

#[test]
fn a_text_without_an_end() {
    read_shows(
        "toml::a_text_without_an_end",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x }
"#,
        r#"this is not TOML: a `"` is never closed [AB0801]
 --> deps.toml:2:18
  |
2 | "a:b" = { path = "x }
  |                  ^^^^ the text has no end
  |
  = help: write `"` at the end of the text"#,
    );
}

#[test]
fn a_table_without_an_end() {
    read_shows(
        "toml::a_table_without_an_end",
        "deps.toml",
        r#"[dependencies
"a:b" = { path = "x" }
"#,
        r#"this is not TOML: the `[` of a table is never closed [AB0801]
 --> deps.toml:1:14
  |
1 | [dependencies
  |              ^ expected `]`
  |
  = help: write `]` after the name of the table"#,
    );
}

#[test]
fn an_inline_table_without_an_end() {
    read_shows(
        "toml::an_inline_table_without_an_end",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x"
"#,
        r#"this is not TOML: a `{` is never closed [AB0801]
 --> deps.toml:2:21
  |
2 | "a:b" = { path = "x"
  |                     ^ expected `}`
  |
  = help: write `}` after the last value of the table"#,
    );
}

#[test]
fn a_missing_comma() {
    read_shows(
        "toml::a_missing_comma",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x" version = "1.0.0" }
"#,
        r#"this is not TOML: a `,` is missing [AB0801]
 --> deps.toml:2:22
  |
2 | "a:b" = { path = "x" version = "1.0.0" }
  |                      ^ here
  |
  = help: write a `,` between the two"#,
    );
}

#[test]
fn a_key_without_a_value() {
    read_shows(
        "toml::a_key_without_a_value",
        "deps.toml",
        r#"[dependencies]
"a:b"
"#,
        r#"this is not TOML: a key without a value [AB0801]
 --> deps.toml:2:6
  |
2 | "a:b"
  |      ^ expected `=` and a value
  |
  = help: write `key = value`"#,
    );
}

#[test]
fn a_value_missing_after_the_equals_sign() {
    read_shows(
        "toml::a_value_missing_after_the_equals_sign",
        "deps.toml",
        r#"[dependencies]
"a:b" =
"#,
        r#"this is not TOML: a key without a value [AB0801]
 --> deps.toml:2:8
  |
2 | "a:b" =
  |        ^ expected a value
  |
  = help: write a value in quotes after the `=`"#,
    );
}

#[test]
fn a_colon_for_an_equals_sign() {
    read_shows(
        "toml::a_colon_for_an_equals_sign",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path: "x" }
"#,
        r#"this is not TOML: a `:` stands where `=` must be [AB0801]
 --> deps.toml:2:15
  |
2 | "a:b" = { path: "x" }
  |               ^ expected `=`
  |
  = help: write `path = …`"#,
    );
}

#[test]
fn a_key_twice() {
    read_shows(
        "toml::a_key_twice",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x" }
"a:b" = { path = "y" }
"#,
        r#"`"a:b"` is defined twice [AB0804]
 --> deps.toml:3:1
  |
2 | "a:b" = { path = "x" }
  | ----- first here
3 | "a:b" = { path = "y" }
  | ^^^^^ second
  |
  = help: keep one of the two"#,
    );
}

#[test]
fn a_table_twice() {
    read_shows(
        "toml::a_table_twice",
        "deps.toml",
        r#"[dependencies]
a = { path = "x" }
[dependencies]
b = { path = "y" }
"#,
        r#"`dependencies` is defined twice [AB0804]
 --> deps.toml:3:2
  |
1 | [dependencies]
  |  ------------ first here
2 | a = { path = "x" }
3 | [dependencies]
  |  ^^^^^^^^^^^^ second
  |
  = help: put what is below both into one table"#,
    );
}

#[test]
fn a_comment_of_another_language() {
    read_shows(
        "toml::a_comment_of_another_language",
        "deps.toml",
        r#"// types
[dependencies]
"#,
        r#"this is not TOML: a comment starts with `#` [AB0801]
 --> deps.toml:1:1
  |
1 | // types
  | ^^ not a comment in TOML
  |
  = help: write `#` instead"#,
    );
}

#[test]
fn json() {
    read_shows(
        "toml::json",
        "deps.toml",
        r#"{
  "dependencies": {}
}
"#,
        r#"this is not TOML: it looks like JSON [AB0801]
 --> deps.toml:1:1
  |
1 | {
  | ^ not TOML
  |
  = help: write `[dependencies]`, and below it a line `"namespace:name" = { path = "../folder" }` for each dependency"#,
    );
}

#[test]
fn yaml() {
    read_shows(
        "toml::yaml",
        "deps.toml",
        r#"- "a:b": ../x
"#,
        r#"this is not TOML: it looks like YAML [AB0801]
 --> deps.toml:1:1
  |
1 | - "a:b": ../x
  | ^ not TOML
  |
  = help: write `[dependencies]`, and below it a line `"namespace:name" = { path = "../folder" }` for each dependency"#,
    );
}

#[test]
fn two_pairs_on_a_line() {
    read_shows(
        "toml::two_pairs_on_a_line",
        "deps.toml",
        r#"a = "x" b = "y"
"#,
        r#"this is not TOML: a line goes on after its value [AB0801]
 --> deps.toml:1:9
  |
1 | a = "x" b = "y"
  |         ^ expected the end of the line
  |
  = help: start a new line here, or write `#` before a comment"#,
    );
}

#[test]
fn windows_path_with_an_escape_that_is_none() {
    read_shows(
        "toml::windows_path_with_an_escape_that_is_none",
        "deps.toml",
        r#"[dependencies]
a = { path = "..\wit" }
"#,
        r#"the path `..\wit` is written with `\` [AB0816]
 --> deps.toml:2:14
  |
2 | a = { path = "..\wit" }
  |              ^^^^^^^^ expected `/`
  |
  = help: write `"../wit"`"#,
    );
}

#[test]
fn a_semicolon_at_the_end() {
    read_shows(
        "toml::a_semicolon_at_the_end",
        "deps.toml",
        r#"[dependencies]
a = { path = "x" };
"#,
        r#"this is not TOML: a `;` stands at the end of a line [AB0801]
 --> deps.toml:2:19
  |
2 | a = { path = "x" };
  |                   ^ expected the end of the line
  |
  = help: delete it"#,
    );
}

#[test]
fn a_comma_at_the_end_of_a_line() {
    read_shows(
        "toml::a_comma_at_the_end_of_a_line",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "../b" },
"#,
        r#"this is not TOML: a `,` stands at the end of a line [AB0801]
 --> deps.toml:2:26
  |
2 | "a:b" = { path = "../b" },
  |                          ^ expected the end of the line
  |
  = help: delete it"#,
    );
}

#[test]
fn a_colon_after_a_key_in_quotes() {
    read_shows(
        "toml::a_colon_after_a_key_in_quotes",
        "deps.toml",
        r#"[dependencies]
"a:b": { path = "../b" }
"#,
        r#"this is not TOML: a `:` stands where `=` must be [AB0801]
 --> deps.toml:2:6
  |
2 | "a:b": { path = "../b" }
  |      ^ expected `=`
  |
  = help: write `=` instead"#,
    );
}

#[test]
fn a_table_name_without_its_first_bracket() {
    read_shows(
        "toml::a_table_name_without_its_first_bracket",
        "deps.toml",
        r#"dependencies]
"a:b" = { path = "../b" }
"#,
        r#"this is not TOML: the `]` of a table has no `[` [AB0801]
 --> deps.toml:1:13
  |
1 | dependencies]
  |             ^ closes nothing
  |
  = help: write `[` before the name of the table"#,
    );
}

#[test]
fn an_arrow_for_an_equals_sign() {
    read_shows(
        "toml::an_arrow_for_an_equals_sign",
        "deps.toml",
        r#"[dependencies]
"a:b" => { path = "../b" }
"#,
        r#"this is not TOML: `>` stands where a value must be [AB0801]
 --> deps.toml:2:8
  |
2 | "a:b" => { path = "../b" }
  |        ^ not a value
  |
  = help: write `=` instead of `=>`"#,
    );
}

#[test]
fn an_inline_table_without_braces() {
    read_shows(
        "toml::an_inline_table_without_braces",
        "deps.toml",
        r#"[dependencies]
"a:b" = path = "../b"
"#,
        r#"this is not TOML: a table stands without `{` and `}` [AB0801]
 --> deps.toml:2:9
  |
2 | "a:b" = path = "../b"
  |         ^^^^ expected `{`
  |
  = help: write `{ path = "../b" }`"#,
    );
}

#[test]
fn a_key_without_its_last_quote() {
    read_shows(
        "toml::a_key_without_its_last_quote",
        "deps.toml",
        r#"[dependencies]
"a:b = { path = "../b" }
"#,
        r#"this is not TOML: a `"` is missing [AB0801]
 --> deps.toml:2:17
  |
2 | "a:b = { path = "../b" }
  |                 ^^^^^^ not between quotes
  |
  = help: write a `"` on both sides of every key and every text on the line"#,
    );
}

#[test]
fn wit() {
    read_shows(
        "toml::wit",
        "deps.toml",
        r#"package a:b;
"#,
        r#"this is not TOML: it looks like WIT [AB0801]
 --> deps.toml:1:1
  |
1 | package a:b;
  | ^^^^^^^ not TOML
  |
  = help: write `[dependencies]`, and below it a line `"namespace:name" = { path = "../folder" }` for each dependency"#,
    );
}

#[test]
fn a_text_closed_by_another_quote() {
    read_shows(
        "toml::a_text_closed_by_another_quote",
        "deps.toml",
        r#"[dependencies]
a = { path = '../a" }
"#,
        r#"this is not TOML: a `'` is never closed [AB0801]
 --> deps.toml:2:14
  |
2 | a = { path = '../a" }
  |              ^^^^^^^^ the text has no end
  |
  = help: write `'` at the end of the text"#,
    );
}

#[test]
fn a_date_that_is_none() {
    read_shows(
        "toml::a_date_that_is_none",
        "deps.toml",
        r#"[dependencies]
a = { version = 2024-02-30 }
b = { version = 2024-02-28T07:32:00+24:00 }
"#,
        r#"the text `2024-02-30` needs quotes [AB0803]
 --> deps.toml:2:17
  |
2 | a = { version = 2024-02-30 }
  |                 ^^^^^^^^^^ expected `"` around it
  |
  = help: write `"2024-02-30"`

the text `2024-02-28T07:32:00+24:00` needs quotes [AB0803]
 --> deps.toml:3:17
  |
3 | b = { version = 2024-02-28T07:32:00+24:00 }
  |                 ^^^^^^^^^^^^^^^^^^^^^^^^^ expected `"` around it
  |
  = help: write `"2024-02-28T07:32:00+24:00"`"#,
    );
}
