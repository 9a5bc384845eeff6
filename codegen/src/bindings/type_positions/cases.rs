//! Packages with each type in each position.

/// Types, each as it is written in WIT.
pub(crate) const TYPES: &[&str] = &[
    "u8",
    "f32",
    "string",
    "error-context",
    "rec-string",
    "rec-own",
    "variant-own",
    "an-enum",
    "some-flags",
    "res",
    "borrow<res>",
    "own-alias",
    "borrow-alias",
    "alias-of-own-alias",
    "tuple<u8, string>",
    "option<string>",
    "option<res>",
    "result<u8, res>",
    "list<u8>",
    "list<string>",
    "list<borrow<res>>",
    "list<u8, 4>",
    "list<string, 2>",
    "list<res, 2>",
    "list<list<string, 2>, 2>",
    "list<list<u8>, 2>",
    "map<string, u32>",
    "map<u32, res>",
    "stream<u8>",
    "stream<res>",
    "future<string>",
];

/// Positions of a type: what defines `defined` with the type `$`, and what uses it.
const POSITIONS: &[(&str, &str)] = &[
    ("parameter", "f: $async func(a: $);"),
    ("second parameter", "f: $async func(a: string, b: $);"),
    ("result", "f: $async func() -> $;"),
    ("alias", "type t = $; f: $async func(a: t);"),
    ("alias in a result", "type t = $; f: $async func() -> t;"),
    ("unused alias", "type t = $;"),
    ("field", "record t { a: u8, b: $ } f: $async func(a: t);"),
    ("field in a result", "record t { a: u8, b: $ } f: $async func() -> t;"),
    ("case", "variant t { a, b($), c($) } f: $async func(a: t);"),
    ("case in a result", "variant t { a, b($), c($) } f: $async func() -> t;"),
    ("tuple", "f: $async func(a: tuple<$, u8>);"),
    ("tuple in a result", "f: $async func() -> tuple<$, u8>;"),
    ("option", "f: $async func(a: option<$>);"),
    ("option in a result", "f: $async func() -> option<$>;"),
    ("result<ok>", "f: $async func(a: result<$>);"),
    ("returned ok", "f: $async func() -> result<$>;"),
    ("returned error", "f: $async func() -> result<u8, $>;"),
    ("list", "f: $async func(a: list<$>);"),
    ("list in a result", "f: $async func() -> list<$>;"),
    ("fixed-length list", "f: $async func(a: list<$, 2>);"),
    ("fixed-length list in a result", "f: $async func() -> list<$, 2>;"),
    ("map", "f: $async func(a: map<string, $>);"),
    ("map in a result", "f: $async func() -> map<string, $>;"),
    ("stream", "f: $async func(a: stream<$>);"),
    ("stream in a result", "f: $async func() -> stream<$>;"),
    ("future", "f: $async func(a: future<$>);"),
    ("future in a result", "f: $async func() -> future<$>;"),
    ("constructor", "resource t { constructor(a: $); }"),
    ("error of a constructor", "resource t { constructor() -> result<t, $>; }"),
    ("method", "resource t { f: $async func(a: $); }"),
    ("method's result", "resource t { f: $async func() -> $; }"),
    ("static function", "resource t { f: static $async func(a: $); }"),
    ("static function's result", "resource t { f: static $async func() -> $; }"),
];

/// Named types, each after those that it uses.
const DEFINITIONS: &[(&str, &str)] = &[
    ("alias-of-own-alias", "type alias-of-own-alias = own-alias;"),
    ("own-alias", "type own-alias = own<res>;"),
    ("borrow-alias", "type borrow-alias = borrow<res>;"),
    ("rec-own", "record rec-own { a: res }"),
    ("rec-string", "record rec-string { a: string }"),
    ("rec", "record rec { a: u8, b: u16 }"),
    ("variant-string", "variant variant-string { a(string), b }"),
    ("variant-own", "variant variant-own { a(res), b }"),
    ("an-enum", "enum an-enum { a, b }"),
    ("some-flags", "flags some-flags { a, b }"),
    ("res", "resource res;"),
];

/// The body of an interface with the type in the position.
fn interface(ty: &str, position: &str, is_async: bool) -> String {
    let mut text = position.replace("$async ", if is_async { "async " } else { "" });
    text = text.replace('$', ty);
    for (name, definition) in DEFINITIONS {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        if words.any(|word| word == *name) {
            text = format!("{text} {definition}");
        }
    }
    text
}

/// `true` if WIT allows the type in the position: results, streams and futures cannot hold a `borrow`.
fn is_valid(ty: &str, position: &str) -> bool {
    let keeps = ["-> ", "stream<$", "future<$"].iter().any(|word| position.contains(word))
        && position != "resource t { constructor(a: $); }";
    !(ty.contains("borrow") && keeps)
}

/// The package with all cases of a type. Each line is an interface, except the last, a world that imports and exports all.
pub(crate) fn package(name: &str, ty: &str) -> String {
    let mut source = format!("package a:{name};\n");
    let mut world = String::new();
    for (at, (position, body)) in cases(ty).into_iter().enumerate() {
        source += &format!("interface i{at} {{ {body} }} // {position}\n");
        world += &format!("import i{at}; export i{at}; ");
    }
    format!("{source}world w {{ {world}}}\n")
}

/// The cases of a type: their names, and the bodies of their interfaces.
fn cases(ty: &str) -> Vec<(String, String)> {
    let valid = POSITIONS.iter().filter(|(_, position)| is_valid(ty, position));
    let cases = valid.flat_map(|(name, position)| {
        let sync = ((*name).to_owned(), interface(ty, position, false));
        let can_be_async = position.contains("$async");
        let asynchronous =
            can_be_async.then(|| (format!("async {name}"), interface(ty, position, true)));
        std::iter::once(sync).chain(asynchronous)
    });
    cases.collect()
}
