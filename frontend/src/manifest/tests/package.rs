//! Faults of the package form of a `deps.toml`.

use super::read_shows;

#[test]
fn unknown_table_with_the_nearest_name() {
    read_shows(
        "package::unknown_table_with_the_nearest_name",
        "deps.toml",
        r#"[dependecies]
"test:types" = { path = "../test-types" }
"#,
        r#"unknown table `dependecies` [AB0805]
 --> deps.toml:1:2
  |
1 | [dependecies]
  |  ^^^^^^^^^^^ no such table
  |
  = help: did you mean `dependencies`?"#,
    );
}

#[test]
fn unknown_table() {
    read_shows(
        "package::unknown_table",
        "deps.toml",
        r#"[dependencies]
[workspace]
members = []
"#,
        r#"unknown table `workspace` [AB0805]
 --> deps.toml:2:2
  |
2 | [workspace]
  |  ^^^^^^^^^ no such table
  |
  = help: delete it; there are `dependencies` and `package`"#,
    );
}

#[test]
fn unknown_key_at_the_top() {
    read_shows(
        "package::unknown_key_at_the_top",
        "deps.toml",
        r#"name = 3
[dependencies]
"#,
        r#"unknown key `name` [AB0806]
 --> deps.toml:1:1
  |
1 | name = 3
  | ^^^^ not known here
  |
  = help: move it below a line `[package]`"#,
    );
}

#[test]
fn unknown_key_of_a_dependency() {
    read_shows(
        "package::unknown_key_of_a_dependency",
        "deps.toml",
        r#"[dependencies]
a = { paht = "../x" }
b = { path = "../b", features = [] }
"#,
        r#"unknown key `paht` [AB0806]
 --> deps.toml:2:7
  |
2 | a = { paht = "../x" }
  |       ^^^^ not known here
  |
  = help: did you mean `path`?

unknown key `features` [AB0806]
 --> deps.toml:3:22
  |
3 | b = { path = "../b", features = [] }
  |                      ^^^^^^^^ not known here
  |
  = help: delete it; there are `path` and `version`"#,
    );
}

#[test]
fn unknown_key_of_the_package() {
    read_shows(
        "package::unknown_key_of_the_package",
        "deps.toml",
        r#"[package]
nmae = "a:b"
authors = []
"#,
        r#"unknown key `nmae` [AB0806]
 --> deps.toml:2:1
  |
2 | nmae = "a:b"
  | ^^^^ not known here
  |
  = help: did you mean `name`?

unknown key `authors` [AB0806]
 --> deps.toml:3:1
  |
3 | authors = []
  | ^^^^^^^ not known here
  |
  = help: delete it; there are `name` and `version`"#,
    );
}

#[test]
fn path_is_not_a_string() {
    read_shows(
        "package::path_is_not_a_string",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = ["../test-types"] }
"#,
        r#"`path` must be a string, not an array [AB0807]
 --> deps.toml:2:25
  |
2 | "test:types" = { path = ["../test-types"] }
  |                         ^^^^^^^^^^^^^^^^^ expected a string
  |
  = help: write `path = "../folder"`"#,
    );
}

#[test]
fn a_dependency_is_not_a_table() {
    read_shows(
        "package::a_dependency_is_not_a_table",
        "deps.toml",
        r#"[dependencies]
other = 3
"a:b" = "../b"
"c:d" = "1.0.0"
"#,
        r#"`other` must be a table, not a number [AB0807]
 --> deps.toml:2:9
  |
2 | other = 3
  |         ^ expected a table
  |
  = help: write `other = { path = "../folder" }`

`a:b` must be a table, not a string [AB0807]
 --> deps.toml:3:9
  |
3 | "a:b" = "../b"
  |         ^^^^^^ expected a table
  |
  = help: write `"a:b" = { path = "../b" }`

`c:d` must be a table, not a string [AB0807]
 --> deps.toml:4:9
  |
4 | "c:d" = "1.0.0"
  |         ^^^^^^^ expected a table
  |
  = help: write `"c:d" = { path = "../folder" }`"#,
    );
}

#[test]
fn dependencies_is_not_a_table() {
    read_shows(
        "package::dependencies_is_not_a_table",
        "deps.toml",
        r#"dependencies = ["../x"]
"#,
        r#"`dependencies` must be a table, not an array [AB0807]
 --> deps.toml:1:16
  |
1 | dependencies = ["../x"]
  |                ^^^^^^^^ expected a table
  |
  = help: write `[dependencies]`"#,
    );
}

#[test]
fn empty_texts() {
    read_shows(
        "package::empty_texts",
        "deps.toml",
        r#"[dependencies]
"" = { path = "x" }
a = { path = "" }
"#,
        r#"a key is empty [AB0808]
 --> deps.toml:2:1
  |
2 | "" = { path = "x" }
  | ^^ nothing in it
  |
  = help: write the package's name, or an alias

`path` is empty [AB0808]
 --> deps.toml:3:14
  |
3 | a = { path = "" }
  |              ^^ nothing in it
  |
  = help: write `path = "../folder"`"#,
    );
}

#[test]
fn a_dependency_without_a_path() {
    read_shows(
        "package::a_dependency_without_a_path",
        "deps.toml",
        r#"[dependencies]
"a:b" = { version = "1.0.0" }
c = {}
[dependencies.d]
"#,
        r#"the dependency `a:b` does not say where it is [AB0814]
 --> deps.toml:2:9
  |
2 | "a:b" = { version = "1.0.0" }
  |         ^^^^^^^^^^^^^^^^^^^^^ no `path` in it
  |
  = help: write `"a:b" = { path = "../folder" }`

the dependency `c` does not say where it is [AB0814]
 --> deps.toml:3:5
  |
3 | c = {}
  |     ^^ no `path` in it
  |
  = help: write `c = { path = "../folder" }`

the dependency `d` does not say where it is [AB0814]
 --> deps.toml:4:1
  |
4 | [dependencies.d]
  | ^^^^^^^^^^^^^^^^ no `path` in it
  |
  = help: write `d = { path = "../folder" }`"#,
    );
}

#[test]
fn an_absolute_path() {
    read_shows(
        "package::an_absolute_path",
        "deps.toml",
        r#"[dependencies]
a = { path = "/home/me/types" }
b = { path = "C:/types" }
c = { path = 'C:\types' }
"#,
        r#"the path `/home/me/types` is absolute [AB0815]
 --> deps.toml:2:14
  |
2 | a = { path = "/home/me/types" }
  |              ^^^^^^^^^^^^^^^^ starts at the root of the file system
  |
  = help: write the path from the folder of this `deps.toml`: `path = "../folder"`

the path `C:/types` is absolute [AB0815]
 --> deps.toml:3:14
  |
3 | b = { path = "C:/types" }
  |              ^^^^^^^^^^ starts at the root of the file system
  |
  = help: write the path from the folder of this `deps.toml`: `path = "../folder"`

the path `C:\types` is absolute [AB0815]
 --> deps.toml:4:14
  |
4 | c = { path = 'C:\types' }
  |              ^^^^^^^^^^ starts at the root of the file system
  |
  = help: write the path from the folder of this `deps.toml`: `path = "../folder"`"#,
    );
}

#[test]
fn a_path_with_backslashes() {
    read_shows(
        "package::a_path_with_backslashes",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = "..\\test-types" }
b = { path = '..\b' }
"#,
        r#"the path `..\test-types` is written with `\` [AB0816]
 --> deps.toml:2:25
  |
2 | "test:types" = { path = "..\\test-types" }
  |                         ^^^^^^^^^^^^^^^^ expected `/`
  |
  = help: write `"../test-types"`

the path `..\b` is written with `\` [AB0816]
 --> deps.toml:3:14
  |
3 | b = { path = '..\b' }
  |              ^^^^^^ expected `/`
  |
  = help: write `"../b"`"#,
    );
}

#[test]
fn a_path_with_a_backslash_that_became_a_tab() {
    read_shows(
        "package::a_path_with_a_backslash_that_became_a_tab",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = "..\test-types" }
"#,
        r#"the path `..\test-types` is written with `\` [AB0816]
 --> deps.toml:2:25
  |
2 | "test:types" = { path = "..\test-types" }
  |                         ^^^^^^^^^^^^^^^ expected `/`
  |
  = help: write `"../test-types"`"#,
    );
}

#[test]
fn a_path_that_is_a_url() {
    read_shows(
        "package::a_path_that_is_a_url",
        "deps.toml",
        r#"[dependencies]
a = { path = "https://example.com/a" }
"#,
        r#"`https://example.com/a` is a URL, not a path [AB0826]
 --> deps.toml:2:14
  |
2 | a = { path = "https://example.com/a" }
  |              ^^^^^^^^^^^^^^^^^^^^^^^ nothing is fetched from here
  |
  = help: fetch the package into a folder, and name that: `path = "../deps/name"`"#,
    );
}

#[test]
fn two_keys_for_one_path() {
    read_shows(
        "package::two_keys_for_one_path",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "../b" }
b = { path = "../c/../b/" }
"#,
        r#"two dependencies lead to `../c/../b/` [AB0817]
 --> deps.toml:3:1
  |
2 | "a:b" = { path = "../b" }
  | ----- first here
3 | b = { path = "../c/../b/" }
  | ^ second
  |
  = help: delete `a:b` or `b`"#,
    );
}

#[test]
fn a_key_that_is_no_package_name() {
    read_shows(
        "package::a_key_that_is_no_package_name",
        "deps.toml",
        r#"[dependencies]
"test:types/types" = { path = "../x" }
"test:myTypes" = { path = "../y" }
"test:" = { path = "../z" }
"#,
        r#"`test:types/types` is not the name of a package [AB0812]
 --> deps.toml:2:1
  |
2 | "test:types/types" = { path = "../x" }
  | ^^^^^^^^^^^^^^^^^^ expected `namespace:name`
  |
  = help: name the package, not an interface: `test:types`

`test:myTypes` is not the name of a package [AB0812]
 --> deps.toml:3:1
  |
3 | "test:myTypes" = { path = "../y" }
  | ^^^^^^^^^^^^^^ expected `namespace:name`
  |
  = help: names in WIT are kebab-case: write `test:my-types`

`test:` is not the name of a package [AB0812]
 --> deps.toml:4:1
  |
4 | "test:" = { path = "../z" }
  | ^^^^^^^ expected `namespace:name`
  |
  = help: write the namespace and the name as in the package's WIT: `namespace:name`"#,
    );
}

#[test]
fn bad_versions() {
    read_shows(
        "package::bad_versions",
        "deps.toml",
        r#"[dependencies]
"a:b@1.0" = { path = "../a" }
b = { path = "../b", version = "^1" }
c = { path = "../c", version = "latest" }
d = { path = "../d", version = 2 }
"#,
        r#"`1.0` is not a full version [AB0810]
 --> deps.toml:2:1
  |
2 | "a:b@1.0" = { path = "../a" }
  | ^^^^^^^^^ expected a version such as `1.0.0` after the `@`
  |
  = help: write `a:b@1.0.0`

`^1` is a range of versions, and one version stands here [AB0811]
 --> deps.toml:3:32
  |
3 | b = { path = "../b", version = "^1" }
  |                                ^^^^ expected a version such as `1.0.0`
  |
  = help: write `1.0.0`

`latest` is not a full version [AB0810]
 --> deps.toml:4:32
  |
4 | c = { path = "../c", version = "latest" }
  |                                ^^^^^^^^ expected a version such as `1.0.0`
  |
  = help: write the version that the package has in its WIT, such as `1.0.0`

`version` must be a string, not a number [AB0807]
 --> deps.toml:5:32
  |
5 | d = { path = "../d", version = 2 }
  |                                ^ expected a string
  |
  = help: write `version = "1.0.0"`"#,
    );
}

#[test]
fn a_version_in_the_key_and_another_beside_it() {
    read_shows(
        "package::a_version_in_the_key_and_another_beside_it",
        "deps.toml",
        r#"[dependencies]
"a:b@1.0.0" = { path = "../a", version = "2.0.0" }
"#,
        r#"`a:b` is wanted at version `1.0.0` and at version `2.0.0` [AB0813]
 --> deps.toml:2:42
  |
2 | "a:b@1.0.0" = { path = "../a", version = "2.0.0" }
  | ----------- one version here             ^^^^^^^ another version here
  |
  = help: keep one of the two"#,
    );
}

#[test]
fn a_download_below_dependencies() {
    read_shows(
        "package::a_download_below_dependencies",
        "deps.toml",
        r#"[dependencies]
a = { url = "https://example.com/a.tar.gz", sha256 = "00" }
"#,
        r#"`url` has no meaning below `[dependencies]` [AB0818]
 --> deps.toml:2:7
  |
2 | a = { url = "https://example.com/a.tar.gz", sha256 = "00" }
  |       ^^^ nothing is fetched from here
  |
  = help: fetch the package into a folder, and name that: `path = "../deps/name"`"#,
    );
}

#[test]
fn both_forms_mixed() {
    read_shows(
        "package::both_forms_mixed",
        "deps.toml",
        r#"types = "https://example.com/types.tar.gz"
io = { path = "../io" }
[dependencies]
"a:b" = { path = "../b" }
"#,
        r#"`deps.toml` is written in two forms at once [AB0809]
 --> deps.toml:1:1
  |
1 | types = "https://example.com/types.tar.gz"
  | ^^^^^ an entry as in a manifest of `wit-deps`
2 | io = { path = "../io" }
  | -- and another
3 | [dependencies]
  |  ------------ a table of the package form
  |
  = help: move it below `[dependencies]`, as `name = { path = "…" }`, or delete the tables for `wit-deps`"#,
    );
}

#[test]
fn a_package_table_with_bad_values() {
    read_shows(
        "package::a_package_table_with_bad_values",
        "deps.toml",
        r#"[package]
name = "types"
version = "v1"
"#,
        r#"`types` is not the name of a package [AB0812]
 --> deps.toml:2:8
  |
2 | name = "types"
  |        ^^^^^^^ expected `namespace:name`
  |
  = help: write the namespace and the name with a `:`: `namespace:name`

`v1` is not a full version [AB0810]
 --> deps.toml:3:11
  |
3 | version = "v1"
  |           ^^^^ expected a version such as `1.0.0`
  |
  = help: write `1.0.0`"#,
    );
}

#[test]
fn name_and_version_without_their_table() {
    read_shows(
        "package::name_and_version_without_their_table",
        "deps.toml",
        r#"name = "a:b"
version = "1.0.0"
[dependencies]
"#,
        r#"unknown key `name` [AB0806]
 --> deps.toml:1:1
  |
1 | name = "a:b"
  | ^^^^ not known here
  |
  = help: move it below a line `[package]`

unknown key `version` [AB0806]
 --> deps.toml:2:1
  |
2 | version = "1.0.0"
  | ^^^^^^^ not known here
  |
  = help: move it below a line `[package]`"#,
    );
}

#[test]
fn dependencies_without_their_table() {
    read_shows(
        "package::dependencies_without_their_table",
        "deps.toml",
        r#""a:b" = { path = "../b", version = "1.0.0" }
c = { path = "../c" }
"#,
        r#"`[dependencies]` is missing [AB0827]
 --> deps.toml:1:1
  |
1 | "a:b" = { path = "../b", version = "1.0.0" }
  | ^^^^^ only `[dependencies]` has such entries
  |
  = help: write `[dependencies]` on a line above"#,
    );
}

#[test]
fn a_table_of_a_dependency_without_dependencies_before_it() {
    read_shows(
        "package::a_table_of_a_dependency_without_dependencies_before_it",
        "deps.toml",
        r#"["a:b"]
path = "../b"
version = "1.0.0"
"#,
        r#"`[dependencies]` is missing [AB0827]
 --> deps.toml:1:2
  |
1 | ["a:b"]
  |  ^^^^^ only `[dependencies]` has such entries
  |
  = help: write `[dependencies."a:b"]`"#,
    );
}

#[test]
fn an_array_of_dependencies() {
    read_shows(
        "package::an_array_of_dependencies",
        "deps.toml",
        r#"[[dependencies]]
name = "a:b"
path = "../b"
"#,
        r#"`dependencies` must be a table, not an array [AB0807]
 --> deps.toml:1:1
  |
1 | [[dependencies]]
  | ^^^^^^^^^^^^^^^^ expected a table
  |
  = help: write `[dependencies]`"#,
    );
}

#[test]
fn dependencies_in_the_package_table() {
    read_shows(
        "package::dependencies_in_the_package_table",
        "deps.toml",
        r#"[package]
name = "a:b"
dependencies = {}
"#,
        r#"unknown key `dependencies` [AB0806]
 --> deps.toml:3:1
  |
3 | dependencies = {}
  | ^^^^^^^^^^^^ not known in `[package]`
  |
  = help: write it as a table of its own: `[dependencies]`"#,
    );
}

#[test]
fn a_dependency_from_git() {
    read_shows(
        "package::a_dependency_from_git",
        "deps.toml",
        r#"[dependencies]
a = { git = "https://example.com/a", branch = "main" }
"#,
        r#"`git` has no meaning below `[dependencies]` [AB0818]
 --> deps.toml:2:7
  |
2 | a = { git = "https://example.com/a", branch = "main" }
  |       ^^^ nothing is fetched from here
  |
  = help: fetch the package into a folder, and name that: `path = "../deps/name"`"#,
    );
}

#[test]
fn other_words_for_dependencies() {
    read_shows(
        "package::other_words_for_dependencies",
        "deps.toml",
        r#"[deps]
a = { path = "../a" }
"#,
        r#"unknown table `deps` [AB0805]
 --> deps.toml:1:2
  |
1 | [deps]
  |  ^^^^ no such table
  |
  = help: did you mean `dependencies`?"#,
    );
}

#[test]
fn a_file_that_says_nothing() {
    read_shows(
        "package::a_file_that_says_nothing",
        "deps.toml",
        r#"# nothing
"#,
        r#""#,
    );
}
