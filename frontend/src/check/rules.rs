//! The errors of one mistake each: location, message and help. The test names state the rules.

use super::tests::messages;

macro_rules! rules {
    ($($name:ident: $text:expr => [$($expected:expr),* $(,)?];)*) => {
        $(#[test]
        fn $name() {
            let messages = messages($text);
            assert_eq!(messages, [$($expected),*] as [&str; 0 $(+ { let _ = $expected; 1 })*]);
        })*
    };
}

rules! {
    missing_semicolon: "package a:b;\ninterface i {\n  f: func() -> u32\n  g: func();\n}\n" => [
        "a.wit:3:19 missing `;` after `f: func() -> u32` [AB0206] | write `f: func() -> u32;`",
    ];
    missing_semicolon_of_package: "package a:b\nworld w { }\n" => [
        "a.wit:1:12 missing `;` after `package a:b` [AB0206] | write `package a:b;`",
    ];
    comma_for_semicolon: "package a:b;\ninterface i { f: func(), }\n" => [
        "a.wit:2:24 missing `;` after `f: func()` [AB0206] | write `f: func();`",
    ];
    parameter_list_never_closed: "package a:b;\ninterface i { f: func( -> u32; }\n" => [
        "a.wit:2:24 the parameter list of `f` is never closed [AB0207] | write `interface i { f: func() -> u32; }`",
    ];
    angle_never_closed: "package a:b;\ninterface i { f: func(a: list<u32) -> u32; }\n" => [
        "a.wit:2:34 `list<` is never closed [AB0207] | write `list<u32>`",
    ];
    record_never_closed: "package a:b;\ninterface i {\n  record r {\n    a: u32,\n  f: func(r: r);\n}\n" => [
        "a.wit:5:3 record `r` is never closed [AB0207] | add `}` before `f` to end record `r`",
    ];
    resource_never_closed: "package a:b;\ninterface i {\n  resource r {\n    m: func();\n  g: func();\n}\nworld w { }\n" => [
        "a.wit:5:3 resource `r` is never closed [AB0207] | add `}` before `g` to end resource `r`",
    ];
    extra_closing_brace: "package a:b;\ninterface i {\n  f: func();\n}\n  g: func();\n}\n" => [
        "a.wit:4:1 unexpected closing `}` [AB0208] | remove this `}`",
    ];
    stray_semicolon: "package a:b;\ninterface i { };\n" => [
        "a.wit:2:16 unexpected `;` [AB0209] | remove this `;`",
    ];
    missing_comma: "package a:b;\ninterface i {\n  record r {\n    a: u32\n    b: u32\n  }\n}\n" => [
        "a.wit:4:11 missing `,` between two fields [AB0210] | write `a: u32,`",
    ];
    semicolons_in_a_record_are_one_error: "package a:b;\ninterface i { record r { a: u32; b: u32; } }\n" => [
        "a.wit:2:32 fields are separated by `,`, not by `;` [AB0211] | replace each `;` with `,`",
    ];
    camel_case_is_one_error: "package a:b;\ninterface i { record UserInfo { a: u32 } f: func() -> UserInfo; }\n" => [
        "a.wit:2:22 `UserInfo` is not a valid WIT name [AB0212] | write `user-info`",
    ];
    keyword_as_name: "package a:b;\ninterface i { record type { list: u32 } }\n" => [
        "a.wit:2:22 `type` is a WIT keyword [AB0213] | write `%type`; the `%` is not part of the name",
        "a.wit:2:29 `list` is a WIT keyword [AB0213] | write `%list`; the `%` is not part of the name",
    ];
    name_with_digit_first: "package a:b;\ninterface i { 3d: func(); }\n" => [
        "a.wit:2:15 `3d` is not a valid WIT name [AB0212] | write `d3`, or another name that starts with a letter",
    ];
    short_version: "package a:b@1.0;\nworld w { }\n" => [
        "a.wit:1:13 `1.0` is not a valid version [AB0215] | write `@1.0.0`",
    ];
    version_before_the_interface: "package a:b;\ninterface i { use test:types@1.0.0/types.{test-result}; }\n" => [
        "a.wit:2:29 misplaced version [AB0216] | write `test:types/types@1.0.0`",
    ];
    package_without_namespace: "package types@1.0.0;\nworld w { }\n" => [
        "a.wit:1:9 `types@1.0.0` is not a valid package name [AB0218] | write `package my-org:types@1.0.0;`",
    ];
    package_declaration_after_items: "world w { }\npackage a:b;\n" => [
        "a.wit:2:1 the `package` declaration must come first [AB0220] | move `package a:b;` to the top of the file",
    ];
    two_package_declarations: "package a:b;\npackage c:d;\ninterface i { }\n" => [
        "a.wit:2:1 a file can have only one `package` declaration [AB0219] | move the following items to another folder, or wrap them in `package c:d { … }`",
    ];
    type_at_the_top: "package a:b;\ntype id = u32;\ninterface i { f: func() -> id; }\n" => [
        "a.wit:2:1 type `id` is not in an interface [AB0222] | move it into `interface i`",
    ];
    function_at_the_top: "package a:b;\nf: func();\n" => [
        "a.wit:2:1 function `f` is not in an interface [AB0223] | wrap it in `interface types { … }`",
    ];
    import_at_the_top: "package a:b;\nimport c:d/e;\n" => [
        "a.wit:2:1 `import` is outside of every world [AB0224] | wrap it in `world my-world { … }`",
    ];
    interface_in_a_world: "package a:b;\nworld w {\n  interface i { }\n  import i;\n}\n" => [
        "a.wit:3:3 interface `i` is inside another item [AB0225] | move `interface i` to the top level of the file",
    ];
    rust_spellings: "package a:b;\ninterface i { struct p { a: i32 } fn f(a: &str) -> Vec<Option<String>>; }\n" => [
        "a.wit:2:15 WIT has no `struct` [AB0226] | write `record p { a: s32 }`",
        "a.wit:2:35 a function is `name: func(…) -> …;` [AB0228] | write `f: func(a: string) -> list<option<string>>;`",
    ];
    typescript_spellings: "package a:b;\ninterface i { f: func(a: string[], b: boolean): Promise<number>; }\n" => [
        "a.wit:2:32 WIT has no type `string[]` [AB0227] | write `list<string>`",
        "a.wit:2:39 WIT has no type `boolean` [AB0227] | write `bool`",
        "a.wit:2:47 expected `->`, found `:` [AB0205] | write `-> future<f64>`",
    ];
    named_results: "package a:b;\ninterface i { f: func() -> (a: u32, b: string); }\n" => [
        "a.wit:2:28 the result of `f` cannot have a name [AB0232] | write `-> tuple<u32, string>`, or define a `record` with these fields",
    ];
    unnamed_parameter: "package a:b;\ninterface i { f: func(u32); }\n" => [
        "a.wit:2:23 a parameter needs a name and a type [AB0230] | write `value: u32`",
    ];
    self_parameter: "package a:b;\ninterface i { resource r { m: func(self, a: u32); } }\n" => [
        "a.wit:2:36 a WIT method does not list `self` [AB0231] | remove `self`",
    ];
    self_by_reference: "package a:b;\ninterface i { resource r { m: func(&mut self, a: u32); } }\n" => [
        "a.wit:2:36 a WIT method does not list `self` [AB0231] | remove `&mut self`",
    ];
    trait_in_an_interface: "package a:b;\ninterface i { trait t { } }\n" => [
        "a.wit:2:15 WIT has no `trait` [AB0226] | write `interface t { … }` or `resource t { … }`",
    ];
    word_before_a_field: "package a:b;\ninterface i { record r { readonly a: u32, my size: u32, string name } }\n" => [
        "a.wit:2:26 a field is `name: type` [AB0272] | remove `readonly`",
        "a.wit:2:43 a field is `name: type` [AB0272] | write `my-size: …`, or remove `my`",
        "a.wit:2:57 a field is `name: type` [AB0272] | write `name: string`",
    ];
    token_after_a_function: "package a:b;\ninterface i {\n  f: func() where t;\n  g: func() { }\n  h: func();\n}\n" => [
        "a.wit:3:13 unexpected `where` after a complete function [AB0273] | remove it",
        "a.wit:4:13 unexpected `{` after a complete function [AB0273] | write `g: func();`",
    ];
    case_with_two_types: "package a:b;\ninterface i { variant v { rect(f32, f32), circle: f32, point() } }\n" => [
        "a.wit:2:31 case `rect` holds two types; a case holds one [AB0238] | write `rect(tuple<f32, f32>)`",
        "a.wit:2:49 case `circle` needs its type in parentheses [AB0238] | write `circle(f32)`",
        "a.wit:2:61 case `point` has no type in its parentheses [AB0238] | write `point`, or `point(u32)` with its type",
    ];
    old_paths: "package a:b;\ninterface i { use self.j.{t}; }\ninterface j { type t = u32; }\nworld w { import pkg.i; }\n" => [
        "a.wit:2:19 `self.` is old WIT syntax [AB0271] | write `use j.{t};`",
        "a.wit:4:18 `pkg.` is old WIT syntax [AB0271] | write `import i;`",
    ];
    function_without_parameter_list: "package a:b;\ninterface i { f: func; }\n" => [
        "a.wit:2:22 `f` has no parameter list [AB0229] | write `f: func();`",
    ];
    misspelled_keyword: "package a:b;\ninterface i { recrd r { a: u32 } }\n" => [
        "a.wit:2:15 WIT has no `recrd` [AB0226] | write `record r`",
    ];
    constructor_as_function: "package a:b;\ninterface i { resource r { constructor: func(a: u32); } }\n" => [
        "a.wit:2:28 a constructor is `constructor(…);` [AB0260] | write `constructor(a: u32);`",
    ];
    use_without_names: "package a:b;\ninterface i { use j; }\ninterface j { }\n" => [
        "a.wit:2:15 `use` picks no type [AB0255] | remove the line",
    ];
    use_from: "package a:b;\ninterface i { use {t} from j; }\ninterface j { type t = u32; }\n" => [
        "a.wit:2:15 a `use` is `use path.{a, b};` [AB0257] | write `use j.{t};`",
    ];
    hash_comment: "package a:b;\n# comment\nworld w { }\n" => [
        "a.wit:2:1 WIT has no `#` comments [AB0204] | write `// comment`",
    ];
    unterminated_comment: "package a:b;\nworld w {\n/* never\n}\n" => [
        "a.wit:3:1 unterminated block comment [AB0202] | add `*/` where the comment ends",
    ];
    hidden_character: "package a:b;\n// \u{202e} hidden\nworld w { }\n" => [
        "a.wit:2:4 a bidirectional control character (U+202E) is not allowed in WIT [AB0201] | remove it",
    ];
    attribute_arguments: "package a:b@1.2.3;\n@since(1.2.3)\nworld w { }\n" => [
        "a.wit:2:7 `@since` needs `(version = 1.0.0)` [AB0264] | write `@since(version = 1.2.3)`",
    ];
    unknown_attribute: "package a:b@1.0.0;\n@stable(version = 1.0.0)\nworld w { }\n" => [
        "a.wit:2:1 WIT has no attribute `@stable` [AB0263] | write `@since(version = 1.0.0)`",
    ];
    use_of_a_package: "package a:b;\nuse test:types@1.0.0.{test-result};\ninterface i { f: func() -> test-result; }\n" => [
        "a.wit:2:5 `use` needs an interface, and `test:types@1.0.0` is a package [AB0258] | move it into interface `i`: `use test:types/types@1.0.0.{test-result};`",
    ];
    top_use_that_picks: "package a:b;\nuse test:types/types.{test-result};\ninterface i { f: func() -> test-result; }\n" => [
        "a.wit:2:23 a top-level `use` cannot pick types [AB0259] | move it into interface `i`: `use test:types/types@1.0.0.{test-result};`",
    ];
    type_of_another_interface: "package a:b;\nuse test:types/types@1.0.0;\ninterface i { f: func() -> test-result; }\n" => [
        "a.wit:3:28 type `test-result` is not in scope in interface `i` [AB0303] | add `use types.{test-result};` to interface `i`",
    ];
    unknown_type: "package a:b;\ninterface i { f: func() -> nope; }\n" => [
        "a.wit:2:28 cannot find type `nope` in interface `i` [AB0302] | define it in interface `i`, as in `record nope { value: u32 }`",
    ];
    type_typo: "package a:b;\ninterface i { record person { a: u32 } f: func(a: persn, b: strng); }\n" => [
        "a.wit:2:51 cannot find type `persn` in interface `i` [AB0302] | write `person`",
        "a.wit:2:61 cannot find type `strng` in interface `i` [AB0302] | write `string`",
    ];
    unknown_picked_type: "package a:b;\ninterface i { use test:types/types@1.0.0.{test-reslt}; }\n" => [
        "a.wit:2:43 interface `test:types/types@1.0.0` has no type `test-reslt` [AB0304] | write `test-result`",
    ];
    missing_version: "package a:b;\nworld w { import test:types/types; }\n" => [
        "a.wit:2:18 missing version of package `test:types` in this path [AB0407] | write `test:types/types@1.0.0`",
    ];
    other_version: "package a:b;\nworld w { import test:types/types@2.0.0; }\n" => [
        "a.wit:2:18 package `test:types` has no version `2.0.0` [AB0406] | write `test:types/types@1.0.0`, or add version `2.0.0` to the directory",
    ];
    unknown_package: "package a:b;\nworld w { import wasi:io/poll@0.2.0; import wasi:io/error@0.2.0; }\n" => [
        "a.wit:2:18 cannot find package `wasi:io@0.2.0` [AB0404] | add its `.wit` files to `wit/deps/wasi-io/`, or fetch it with `wkg wit fetch` or `wit-deps`",
    ];
    package_typo: "package a:b;\nworld w { import test:typos/types@1.0.0; }\n" => [
        "a.wit:2:18 cannot find package `test:typos@1.0.0` [AB0404] | write `test:types/types@1.0.0`",
    ];
    own_package: "package a:b;\ninterface i { type t = u32; }\ninterface j { use a:b/i.{t}; }\n" => [
        "a.wit:3:19 a path cannot name its own package `a:b` [AB0313] | write `use i.{t};`",
    ];
    interface_as_type: "package a:b;\ninterface i { type t = u32; }\ninterface j { f: func() -> i; }\n" => [
        "a.wit:3:28 expected a type, found interface `i` [AB0311] | add `use i.{t};`, and write `t`",
    ];
    names_that_differ_in_case: "package a:b;\ninterface i { get-url: func(); get-URL: func(); }\n" => [
        "a.wit:2:32 `get-URL` and `get-url` are the same name: WIT ignores case and `-` [AB0309] | rename this function, as in `get-url-2`",
    ];
    function_twice: "package a:b;\ninterface i { f: func(); f: func(); }\n" => [
        "a.wit:2:26 function `f` is defined more than once [AB0308] | remove this function",
    ];
    interface_cycle: "package a:b;\ninterface i { use j.{t}; }\ninterface j { use i.{t}; }\n" => [
        "a.wit:2:19 cyclic `use` of interfaces: `i` → `j` → `i` [AB0312] | move the types that both need to a third interface, and use that",
    ];
    world_imports_twice: "package a:b;\nworld w { import f: func(); import f: func(); }\n" => [
        "a.wit:2:36 `f` is imported more than once [AB0501] | remove this import",
    ];
    include_of_an_interface: "package a:b;\ninterface i { }\nworld w { include i; }\n" => [
        "a.wit:3:19 expected a world, found interface `i` [AB0307] | write `import i;`",
    ];
    rename_of_nothing: "package a:b;\nworld x { import f: func(); }\nworld w { include x with { g as h } }\n" => [
        "a.wit:3:28 world `x` has no `g` to rename [AB0503] | write `f as h`",
    ];
    include_conflict: "package a:b;\nworld x { import f: func(); }\nworld w { include x; import f: func(); }\n" => [
        "a.wit:3:19 including world `x` would import `f` twice [AB0502] | rename it with `include x with { f as f-2 }`",
    ];
    export_that_needs_an_export: "package a:b;\ninterface a { resource r; }\ninterface b { use a.{r}; }\ninterface c { use a.{r}; use b.{r as r2}; }\nworld w { export a; export c; }\n" => [
        "a.wit:5:28 world `w` would contain two `a`: the exported one, and through `b` the imported one [AB0504] | add `export b;` to world `w`",
    ];
    import_of_a_package: "package a:b;\nworld w { import test:types; }\n" => [
        "a.wit:2:18 expected an interface, found package `test:types@1.0.0` [AB0314] | write `import test:types/types@1.0.0;`",
    ];
    recursive_type: "package a:b;\ninterface i { record node { next: option<node> } }\n" => [
        "a.wit:2:42 record `node` contains itself: `node` → `node` [AB0605] | replace it with a `u32`, an index into a `list<node>`, or make `node` a `resource`: WIT has no recursive types",
    ];
    borrow_of_a_record: "package a:b;\ninterface i { record r { a: u32 } f: func(r: borrow<r>); }\n" => [
        "a.wit:2:53 `borrow<…>` needs a resource, but `r` is a record [AB0606] | write `r` without `borrow<…>`",
    ];
    borrow_in_a_result: "package a:b;\ninterface i { resource r; record s { r: borrow<r> } f: func() -> s; }\n" => [
        "a.wit:2:66 function `f` cannot return a `borrow` [AB0607] | write `r` in the definition, which transfers the resource",
    ];
    two_constructors: "package a:b;\ninterface i { resource r { constructor(); constructor(a: u32); } }\n" => [
        "a.wit:2:43 resource `r` has two constructors [AB0608] | write a static function, `from-value: static func(…) -> r;`",
    ];
    empty_enum: "package a:b;\ninterface i { enum e { } }\n" => [
        "a.wit:2:20 enum `e` has no cases [AB0601] | write `enum e { some-name }`, or remove it",
    ];
    gated_type: "package a:b;\ninterface i {\n  @unstable(feature = fancy)\n  type t = u32;\n  f: func() -> t;\n}\n" => [
        "a.wit:5:16 type `t` is gated by feature `fancy`, which is off [AB0701] | add `@unstable(feature = fancy)` to the item that uses type `t`, or `features: [\"fancy\"]` to the macro call",
    ];
    since_without_version: "package a:b;\n@since(version = 1.0.0)\ninterface i { }\n" => [
        "a.wit:2:1 `@since` needs a package with a version, but `a:b` has none [AB0703] | write `package a:b@1.0.0;`",
    ];
    since_the_future: "package a:b@1.0.0;\n@since(version = 2.0.0)\ninterface i { }\n" => [
        "a.wit:2:1 `@since(version = 2.0.0)` is later than the version of `a:b@1.0.0` [AB0704] | write `@since(version = 1.0.0)`, or change the package to `a:b@2.0.0`",
    ];
    deprecated_alone: "package a:b@1.0.0;\n@deprecated(version = 1.0.0)\ninterface i { }\n" => [
        "a.wit:2:1 `@deprecated` needs `@since` or `@unstable` on the same item [AB0705] | add `@since(version = 1.0.0)`",
    ];
    functions_of_other_languages_are_one_error_each: "package a:b;\ninterface i {\n  int add(int a);\n  get(x: number, y?: string): void;\n}\n" => [
        "a.wit:3:3 a function is `name: func(…) -> …;` [AB0228] | write `add: func(a: s32) -> s32;`",
        "a.wit:4:6 a function is `name: func(…) -> …;` [AB0228] | write `get: func(x: f64, y: option<string>);`",
    ];
    parentheses_in_place_of_braces: "package a:b;\ninterface i {\n  record r (\n    a: u32,\n  )\n  f: func(r: r);\n}\n" => [
        "a.wit:3:12 expected `{`, found `(` [AB0205] | write `record r {`",
    ];
    merge_conflict: "package a:b;\n<<<<<<< HEAD\nworld w { }\n=======\nworld v { }\n>>>>>>> x\n" => [
        "a.wit:2:1 unresolved Git merge conflict [AB0269] | keep one version, and remove the conflict markers",
    ];
    carriage_returns_alone: "package a:b;\r// docs\rworld w { }\r" => [
        "a.wit:1:13 a carriage return without a line feed (U+000D) is not allowed in WIT [AB0201] | save the file with LF line endings",
    ];
    result_of_void: "package a:b;\ninterface i { f: func() -> result<void, string>; }\n" => [
        "a.wit:2:35 WIT has no unit type `void` [AB0233] | write `result<_, string>`",
    ];
    alias_as_the_key_of_a_map: "package a:b;\ninterface i { type k = string; f: func(m: map<k, u8>); }\n" => [
        "a.wit:2:47 `k` is not allowed as the key of a `map` [AB0604] | write `map<string, u8>`",
    ];
    case_without_a_name: "package a:b;\ninterface i { variant v { u32 } }\n" => [
        "a.wit:2:27 a case needs a name, found the type `u32` [AB0270] | write `number(u32)`, or `%u32` for a case of that name",
    ];
    nested_package_twice: "package a:b;\npackage a:c { interface i { } }\npackage a:c { interface j { } }\n" => [
        "a.wit:3:9 package `a:c` is defined more than once [AB0402] | rename one of them, or merge them into one package `a:c`",
    ];
    setter_beside_an_include: "package a:b;\nworld x { import t: get() -> u8; }\nworld w { include x; import t: set(v: u8); import s: set(v: u8); }\n" => [
        "a.wit:3:51 setter `s` has no getter [AB0614] | add the getter, `s: get() -> …;`",
    ];
}
