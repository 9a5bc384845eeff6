//! Declarations in the syntax of other languages are one error each, whose first suggestion makes valid WIT of them.

mod packages;

use airssys_bindings_frontend::diagnostic::{Diagnostic, edited};
use packages::Packages;
use wit_parser::UnresolvedPackageGroup;

/// Items that the declarations mention.
const TYPES: &str = "record req { a: u8 }\n    record res { a: u8 }\n    resource file;\n";

/// Checks one file as a package of its own.
fn errors(source: &str) -> Vec<Diagnostic> {
    Packages::new(&[("wit/a.wit", source)]).errors()
}

/// Returns an interface with these items.
fn interface(items: &str) -> String {
    format!(
        "package a:b;\n\ninterface i {{\n    {items}\n    {TYPES}}}\n\ninterface types {{ type id = u32; }}\n"
    )
}

/// Returns a source with single spaces and without trailing commas, so that a row does not depend on the layout.
fn words(source: &str) -> String {
    let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(", }", " }")
}

/// Returns what is wrong with the errors of some items, whose fix should be `wanted`.
fn problem(items: &str, wanted: &str) -> Option<String> {
    let source = interface(items);
    let wanted = interface(wanted);
    if let Err((_, error)) = UnresolvedPackageGroup::parse("a.wit", &wanted) {
        return Some(format!("the wanted source is not valid: {error}"));
    }
    let errors = errors(&source);
    let [error] = errors.as_slice() else {
        let titles = errors.iter().map(|e| format!("\n    {}", e.title())).collect::<String>();
        return Some(format!("{} errors{titles}", errors.len()));
    };
    let Some(suggestion) = error.suggestions.first() else {
        return Some(format!("{}: no suggestion, only `{:?}`", error.title(), error.help));
    };
    let edits: Vec<_> = suggestion.edits.iter().collect();
    let fixed = edited(&source, &edits).expect("the edits fit the source");
    let (fixed, wanted) = (words(&fixed), words(&wanted));
    (fixed != wanted).then(|| format!("fixed is\n    {fixed}\n  wanted\n    {wanted}"))
}

#[track_caller]
fn assert_fixed(rows: &[(&str, &str)]) {
    let problems = rows.iter().filter_map(|(items, wanted)| {
        problem(items, wanted).map(|problem| format!("{items}\n  {problem}"))
    });
    let problems: Vec<_> = problems.collect();
    assert!(
        problems.is_empty(),
        "{} of {}\n\n{}",
        problems.len(),
        rows.len(),
        problems.join("\n\n")
    );
}

#[test]
fn c() {
    assert_fixed(&[
        ("typedef u32 id;", "type id = u32;"),
        ("typedef unsigned int id_t;", "type id-t = u32;"),
        ("typedef const char *name;", "type name = string;"),
        ("typedef u8 digest[32];", "type digest = list<u8, 32>;"),
        ("typedef struct { int x; int y; } point;", "record point { x: s32, y: s32 }"),
        (
            "typedef struct point_s {\n        double x; // east\n        double y;\n    } point_t;",
            "record point-t {\n        x: f64, // east\n        y: f64,\n    }",
        ),
        ("typedef enum { RED, GREEN = 4, BLUE } color;", "enum color { RED, GREEN, BLUE }"),
        ("typedef union { int i; float f; } number_t;", "variant number-t { i(s32), f(f32) }"),
        (
            "typedef int (*compare)(int a, int b);",
            "resource compare { call: func(a: s32, b: s32) -> s32; }",
        ),
        ("struct point { int x; int y; };", "record point { x: s32, y: s32 }"),
        ("struct point { int x; unsigned char tag; };", "record point { x: s32, tag: u8 }"),
        ("union value { int i; char *s; };", "variant value { i(s32), s(string) }"),
        ("enum color { RED = 1, GREEN = 2 };", "enum color { RED, GREEN }"),
        ("record point { int x; int y; }", "record point { x: s32, y: s32 }"),
        ("record name { const char* first, }", "record name { first: string, }"),
        ("record hash { u8 bytes[16], }", "record hash { bytes: list<u8, 16>, }"),
        ("record hash { unsigned long long value, }", "record hash { value: u64, }"),
        ("int add(int a, int b);", "add: func(a: s32, b: s32) -> s32;"),
        ("void log(const char *text);", "log: func(text: string);"),
        ("void reset(void);", "reset: func();"),
        ("static inline u32 count(req r);", "count: func(r: req) -> u32;"),
        ("unsigned int size();", "size: func() -> u32;"),
        ("const char* name(u32 id);", "name: func(id: u32) -> string;"),
        ("extern void f(uint8_t *data, size_t len);", "f: func(data: u8, len: u64);"),
        ("f: func(x: unsigned int);", "f: func(x: u32);"),
        ("f: func(x: const char*);", "f: func(x: string);"),
        ("f: func(int x);", "f: func(x: s32);"),
        ("f: func(x: u8[4]);", "f: func(x: list<u8, 4>);"),
        ("f: func(x: *req);", "f: func(x: req);"),
        ("f: func() -> unsigned long;", "f: func() -> u64;"),
        ("f: func() -> std::string;", "f: func() -> string;"),
        ("f: func() -> std::vector<uint8_t>;", "f: func() -> list<u8>;"),
        ("virtual void close() = 0;", "close: func();"),
        ("typedef char name[64];", "type name = string;"),
        ("f: func(x: struct req);", "f: func(x: req);"),
        ("record r { int x, y; }", "record r { x: s32, y: s32 }"),
        ("unsigned char *data(size_t *len);", "data: func(len: u64) -> list<u8>;"),
        ("extern \"C\" u32 add(u32 a, u32 b);", "add: func(a: u32, b: u32) -> u32;"),
        ("resource r { r(int x); }", "resource r { constructor(x: s32); }"),
        ("resource r { ~r(); }", "resource r { }"),
        ("resource r { static int count(); }", "resource r { count: static func() -> s32; }"),
    ]);
}

#[test]
fn protocol_buffers() {
    assert_fixed(&[
        ("record r { repeated string names = 1; }", "record r { names: list<string>, }"),
        ("record r { optional string name = 1; }", "record r { name: option<string>, }"),
        ("record r { string name = 1; }", "record r { name: string, }"),
        (
            "record r {\n        string name = 1;\n        int32 age = 2;\n    }",
            "record r {\n        name: string,\n        age: s32,\n    }",
        ),
        ("record r { map<string, int32> ages = 3; }", "record r { ages: map<string, s32>, }"),
        ("record r { bytes data = 1 [deprecated = true]; }", "record r { data: list<u8>, }"),
        (
            "message person { string name = 1; repeated int32 scores = 2; }",
            "record person { name: string, scores: list<s32>, }",
        ),
        ("message Person { req parent = 1; }", "record person { parent: req, }"),
        ("enum color { RED = 0; GREEN = 1; }", "enum color { RED, GREEN, }"),
        (
            "oneof id { string name = 1; uint64 number = 2; }",
            "variant id { name(string), number(u64), }",
        ),
        (
            "message m { oneof id { string name = 1; uint64 number = 2; } }",
            "variant id-value { name(string), number(u64) } record m { id: id-value }",
        ),
        ("rpc Get(req) returns (res);", "get: func(req: req) -> res;"),
        ("rpc list_all (req) returns (stream res) {}", "list-all: func(req: req) -> stream<res>;"),
        ("f: func(repeated string names);", "f: func(names: list<string>);"),
        ("f: func(optional u32 limit);", "f: func(limit: option<u32>);"),
        ("f: func(x: fixed32);", "f: func(x: u32);"),
        ("f: func() -> repeated string;", "f: func() -> list<string>;"),
        ("f: func(x: optional string);", "f: func(x: option<string>);"),
        ("message r { reserved 2, 15; string name = 1; }", "record r { name: string }"),
        (
            "message outer { message inner { string a = 1; } inner x = 1; }",
            "record inner { a: string } record outer { x: inner }",
        ),
        (
            "service search { rpc find(req) returns (res); }",
            "resource search { find: func(req: req) -> res; }",
        ),
        (
            "record r { string a = 1; repeated int32 b = 2; optional bool c = 3; }",
            "record r { a: string, b: list<s32>, c: option<bool> }",
        ),
    ]);
}

#[test]
fn thrift() {
    assert_fixed(&[
        ("record r { 1: required string name, }", "record r { name: string, }"),
        ("record r { 1: string name, }", "record r { name: string, }"),
        ("record r { 2: optional i64 size; }", "record r { size: option<s64>, }"),
        ("record r { 3: list<i32> numbers }", "record r { numbers: list<s32> }"),
        (
            "struct r { 1: required string name; 2: bool on = 1; }",
            "record r { name: string, on: bool, }",
        ),
        ("exception failure { 1: string reason }", "record failure { reason: string }"),
        ("typedef i32 number_t", "type number-t = s32;"),
        ("void ping(1: i32 a),", "ping: func(a: s32);"),
        ("res get(1: req r) throws (1: string e);", "get: func(r: req) -> result<res, string>;"),
        ("oneway void send(1: binary data);", "send: func(data: list<u8>);"),
        ("list<string> names(1: set<i64> ids);", "names: func(ids: list<s64>) -> list<string>;"),
        ("union u { 1: i32 a, 2: string b }", "variant u { a(s32), b(string) }"),
        ("const i32 LIMIT = 10", "LIMIT: func() -> s32;"),
        ("service s { void ping() }", "resource s { ping: func(); }"),
    ]);
}

#[test]
fn graphql() {
    assert_fixed(&[
        ("f: func(x: u32!);", "f: func(x: u32);"),
        ("f: func() -> [string];", "f: func() -> list<string>;"),
        ("f: func() -> [String!]!;", "f: func() -> list<string>;"),
        ("record r { id: ID!, }", "record r { id: string, }"),
        ("type t { f: Int! }", "record t { f: s32 }"),
        (
            "type user {\n        id: ID!\n        tags: [String!]!\n    }",
            "record user {\n        id: string,\n        tags: list<string>,\n    }",
        ),
        (
            "input user_input { name: String! age: Int = 3 }",
            "record user-input { name: string, age: s32 }",
        ),
        ("union answer = req | res", "variant answer { req(req), res(res) }"),
        ("scalar date", "type date = string;"),
        (
            "enum color {\n        RED\n        GREEN\n    }",
            "enum color {\n        RED,\n        GREEN,\n    }",
        ),
        ("get(id: ID!): req", "get: func(id: string) -> req;"),
        ("type query { get(id: ID!): req }", "resource query { get: func(id: string) -> req; }"),
        ("interface node { id: ID! }", "record node { id: string }"),
        ("enum role { ADMIN USER }", "enum role { ADMIN, USER }"),
        ("union answer = | req | res", "variant answer { req(req), res(res) }"),
    ]);
}

#[test]
fn typescript() {
    assert_fixed(&[
        ("record r { readonly name: string, }", "record r { name: string, }"),
        ("record r { name?: string; }", "record r { name: option<string>, }"),
        ("record r { tags: string[], }", "record r { tags: list<string>, }"),
        ("record r { x: number; y: number; }", "record r { x: f64, y: f64, }"),
        ("record r { x: u32 | null, }", "record r { x: option<u32>, }"),
        ("f: func(x: string | undefined);", "f: func(x: option<string>);"),
        (
            "f: func(x: u32 | string);",
            "variant x-value { number-u32(u32), text(string) } f: func(x: x-value);",
        ),
        ("f: func() -> req | res;", "variant f-value { req(req), res(res) } f: func() -> f-value;"),
        ("f: func() -> Promise<string>;", "f: func() -> future<string>;"),
        ("f: func() -> Promise<void>;", "f: func() -> future;"),
        ("f: func(x: Record<string, number>);", "f: func(x: map<string, f64>);"),
        ("f: func(x: Map<string, u32>);", "f: func(x: map<string, u32>);"),
        ("f: func(x: Array<number>);", "f: func(x: list<f64>);"),
        ("f: func(x: Uint8Array);", "f: func(x: list<u8>);"),
        ("f: func(...names: string[]);", "f: func(names: list<string>);"),
        (
            "f: func(cb: (x: number) => void);",
            "resource cb-callback { call: func(x: f64); } f: func(cb: cb-callback);",
        ),
        ("type point = { x: number; y?: number };", "record point { x: f64, y: option<f64> }"),
        ("type color = \"red\" | \"green\";", "enum color { red, green }"),
        ("type answer = req | res;", "variant answer { req(req), res(res) }"),
        ("type maybe = string | null;", "type maybe = option<string>;"),
        (
            "type handler = (x: number) => string;",
            "resource handler { call: func(x: f64) -> string; }",
        ),
        ("function add(a: number, b: number): number;", "add: func(a: f64, b: f64) -> f64;"),
        (
            "async function load(path: string): Promise<string>;",
            "load: async func(path: string) -> future<string>;",
        ),
        ("export function f(x?: string): void;", "f: func(x: option<string>);"),
        ("get(x: number, y?: string): void;", "get: func(x: f64, y: option<string>);"),
        ("f: (x: number) => string;", "f: func(x: f64) -> string;"),
        ("f: func(x: { a: u32, b: u32 });", "record x-data { a: u32, b: u32 } f: func(x: x-data);"),
        ("f: func(x: \"a\" | \"b\");", "enum x-kind { a, b } f: func(x: x-kind);"),
        ("f = () => void;", "f: func();"),
        ("f: func(x: string): string;", "f: func(x: string) -> string;"),
        (
            "interface user { id: string; age?: number }",
            "record user { id: string, age: option<f64> }",
        ),
        (
            "class counter { add(by: number): void; get(): number; }",
            "resource counter { add: func(by: f64); get: func() -> f64; }",
        ),
        ("enum color { Red = \"red\", Green = \"green\" }", "enum color { red, green }"),
        ("type t = { [key: string]: number };", "type t = map<string, f64>;"),
        ("type pairs = [string, number][];", "type pairs = list<tuple<string, f64>>;"),
        ("declare function f(x: number): string;", "f: func(x: f64) -> string;"),
        ("f: func() -> undefined;", "f: func();"),
        (
            "record r { readonly name: string; age?: number; tags: string[]; }",
            "record r { name: string, age: option<f64>, tags: list<string> }",
        ),
        ("record r { x: number; y: number | null; }", "record r { x: f64, y: option<f64> }"),
    ]);
}

#[test]
fn rust() {
    assert_fixed(&[
        ("pub fn add(a: i32, b: i32) -> i32;", "add: func(a: s32, b: s32) -> s32;"),
        ("fn f(x: &str);", "f: func(x: string);"),
        ("fn first<'a>(x: &'a str) -> &'a str;", "first: func(x: string) -> string;"),
        (
            "async fn run(x: Vec<u8>) -> Result<(), String>;",
            "run: async func(x: list<u8>) -> result<_, string>;",
        ),
        ("fn f() -> () { }", "f: func();"),
        ("f: func(x: &'a string);", "f: func(x: string);"),
        ("f: func(x: &'static str);", "f: func(x: string);"),
        ("f: func(x: &mut file);", "f: func(x: borrow<file>);"),
        ("f: func(x: &dyn file);", "f: func(x: borrow<file>);"),
        ("f: func(x: impl file);", "f: func(x: file);"),
        ("f: func(x: Box<dyn file>);", "f: func(x: file);"),
        ("f: func(mut x: u32);", "f: func(x: u32);"),
        ("f: func(x: Vec<Option<i32>>);", "f: func(x: list<option<s32>>);"),
        ("f: func(x: usize);", "f: func(x: u64);"),
        ("f: func(x: Arc<Mutex<u32>>);", "f: func(x: u32);"),
        ("f: func() -> Result<String, ()>;", "f: func() -> result<string>;"),
        ("f: func(x: [u8; 32]);", "f: func(x: list<u8, 32>);"),
        ("f: func(x: HashMap<String, u32>);", "f: func(x: map<string, u32>);"),
        ("f: func(x: (u32, String));", "f: func(x: tuple<u32, string>);"),
        (
            "f: func(x: Box<dyn Fn(u32) -> bool>);",
            "resource x-callback { call: func(value: u32) -> bool; } f: func(x: x-callback);",
        ),
        ("struct point { x: i32, y: i32 }", "record point { x: s32, y: s32 }"),
        ("pub struct point { pub x: u32, pub y: u32 }", "record point { x: u32, y: u32 }"),
        ("record point { pub x: u32, pub y: u32 }", "record point { x: u32, y: u32 }"),
        ("record point { x: u32; y: u32; }", "record point { x: u32, y: u32, }"),
        ("struct pair(u32, String);", "type pair = tuple<u32, string>;"),
        ("pub struct meters(pub f64);", "type meters = f64;"),
        ("struct marker;", "resource marker;"),
        ("pub enum shape { circle(f64), none }", "variant shape { circle(f64), none }"),
        ("enum shape { circle(f64), none }", "variant shape { circle(f64), none }"),
        (
            "resource r { fn read(&self, n: u32) -> Vec<u8>; }",
            "resource r { read: func(n: u32) -> list<u8>; }",
        ),
        ("resource r { pub fn read(&mut self); }", "resource r { read: func(); }"),
        ("resource r { fn new(x: u32) -> Self; }", "resource r { constructor(x: u32); }"),
        ("resource r { static fn make() -> r; }", "resource r { make: static func() -> r; }"),
        ("resource r { clone: func() -> Self; }", "resource r { clone: func() -> r; }"),
        ("resource r { read: func(&self, n: u32); }", "resource r { read: func(n: u32); }"),
        ("struct wrapper<'a> { name: &'a str }", "record wrapper { name: string }"),
        (
            "enum msg { quit, move { x: i32, y: i32 }, write(String) }",
            "record move-data { x: s32, y: s32 } variant msg { quit, move(move-data), write(string) }",
        ),
        (
            "trait shape { fn area(&self) -> f64; fn name(&self) -> String; }",
            "resource shape { area: func() -> f64; name: func() -> string; }",
        ),
        ("const MAX: u32 = 10;", "MAX: func() -> u32;"),
        (
            "type callback = fn(u32) -> bool;",
            "resource callback { call: func(value: u32) -> bool; }",
        ),
        ("fn f() -> impl Iterator<Item = u32>;", "f: func() -> list<u32>;"),
        (
            "resource r { async fn load(&self) -> String; }",
            "resource r { load: async func() -> string; }",
        ),
        ("record r { pub x: i32, pub y: Vec<u8> }", "record r { x: s32, y: list<u8> }"),
    ]);
}

#[test]
fn go() {
    assert_fixed(&[
        ("f: func(x: []byte);", "f: func(x: list<u8>);"),
        ("f: func() -> map[string]u32;", "f: func() -> map<string, u32>;"),
        ("f: func() -> map[string][]byte;", "f: func() -> map<string, list<u8>>;"),
        ("f: func() -> (u32, error);", "f: func() -> result<u32, string>;"),
        ("f: func() -> error;", "f: func() -> result<_, string>;"),
        ("f: func(x []byte);", "f: func(x: list<u8>);"),
        ("f: func(x: chan u32);", "f: func(x: stream<u32>);"),
        ("f: func(x: [4]u8);", "f: func(x: list<u8, 4>);"),
        ("type point struct { X int }", "record point { X: s32 }"),
        (
            "type point struct {\n        x u32\n        y u32\n    }",
            "record point {\n        x: u32,\n        y: u32,\n    }",
        ),
        (
            "type point struct { x, y int; name string `json:\"name\"` }",
            "record point { x: s32, y: s32, name: string }",
        ),
        (
            "type user struct {\n        parent *req\n        tags []string\n    }",
            "record user {\n        parent: req,\n        tags: list<string>,\n    }",
        ),
        ("type digest []byte", "type digest = list<u8>;"),
        ("type size int64;", "type size = s64;"),
        ("func F(x int) string", "F: func(x: s32) -> string;"),
        (
            "func load(path string) ([]byte, error)",
            "load: func(path: string) -> result<list<u8>, string>;",
        ),
        ("func close() error", "close: func() -> result<_, string>;"),
        ("func (p *file) size() uint64", "size: func() -> u64;"),
        ("func swap(a, b u32) (u32, u32)", "swap: func(a: u32, b: u32) -> tuple<u32, u32>;"),
        ("record r { names []string, }", "record r { names: list<string>, }"),
        (
            "type shape interface { Area() float64; Name() string }",
            "resource shape { area: func() -> f64; name: func() -> string; }",
        ),
        ("type handler func(u32) bool", "resource handler { call: func(value: u32) -> bool; }"),
        ("func f(xs ...string) error", "f: func(xs: list<string>) -> result<_, string>;"),
        ("func f() (n int, err error)", "f: func() -> result<s32, string>;"),
        ("var size int", "size: func() -> s32;"),
        ("const max = 10", "max: func() -> u32;"),
    ]);
}

#[test]
fn python() {
    assert_fixed(&[
        ("def f(x: int) -> str:\n        ...", "f: func(x: s32) -> string;"),
        ("def f(x: int) -> str: ...", "f: func(x: s32) -> string;"),
        (
            "async def load(self, path: str) -> bytes:\n        pass",
            "load: async func(path: string) -> list<u8>;",
        ),
        (
            "def f(names: List[str], limit: int = 10) -> None: pass",
            "f: func(names: list<string>, limit: s32);",
        ),
        ("f: func(x: List[int]);", "f: func(x: list<s32>);"),
        ("f: func(x: Optional[str]);", "f: func(x: option<string>);"),
        ("f: func(x: Dict[str, int]);", "f: func(x: map<string, s32>);"),
        ("f: func(x: Tuple[int, str]);", "f: func(x: tuple<s32, string>);"),
        ("f: func() -> Dict[str, List[int]];", "f: func() -> map<string, list<s32>>;"),
        ("f: func() -> None;", "f: func();"),
        ("f: func(); # a comment", "f: func(); // a comment"),
        ("class point:\n        x: int\n        y: int", "record point { x: s32, y: s32 }"),
        ("f: func(x: typing.List[str]);", "f: func(x: list<string>);"),
        (
            "f: func(x: Union[req, res]);",
            "variant x-value { req(req), res(res) } f: func(x: x-value);",
        ),
        ("class color(Enum):\n        RED = 1\n        GREEN = 2", "enum color { RED, GREEN }"),
        ("f: func(x: int | None);", "f: func(x: option<s32>);"),
        ("f: func(x: list[int]);", "f: func(x: list<s32>);"),
        ("def f(x=1): pass", "f: func(x: u32);"),
        ("resource r { def __init__(self, n: int): ... }", "resource r { constructor(n: s32); }"),
    ]);
}

#[test]
fn webidl() {
    assert_fixed(&[
        ("f: func(in x: u32);", "f: func(x: u32);"),
        ("f: func(out x: u32);", "f: func(x: u32);"),
        ("long f(in long x);", "f: func(x: s64) -> s64;"),
        ("void f(in DOMString name, out boolean ok);", "f: func(name: string, ok: bool);"),
        ("undefined f(optional unsigned long n = 1);", "f: func(n: option<u64>);"),
        ("readonly attribute DOMString name;", "name: func() -> string;"),
        ("attribute unsigned short port;", "port: func() -> u16;"),
        ("const unsigned short PORT = 80;", "PORT: func() -> u16;"),
        ("typedef sequence<octet> bytes;", "type bytes = list<u8>;"),
        ("f: func(x: sequence<octet>);", "f: func(x: list<u8>);"),
        ("f: func(x: DOMString?);", "f: func(x: option<string>);"),
        (
            "dictionary opts { required DOMString name; boolean deep = false; };",
            "record opts { name: string, deep: bool, }",
        ),
        (
            "string get(in string key) raises (string);",
            "get: func(key: string) -> result<string, string>;",
        ),
        (
            "interface widget { attribute long width; void draw(in long x); };",
            "resource widget { width: func() -> s64; draw: func(x: s64); }",
        ),
        ("enum color { \"red\", \"green\" };", "enum color { red, green }"),
        ("f: func(sequence<long> x);", "f: func(x: list<s64>);"),
        ("f: func(x: record<DOMString, long>);", "f: func(x: map<string, s64>);"),
        ("f: func(in long x, out DOMString y);", "f: func(x: s64, y: string);"),
    ]);
}

#[test]
fn kotlin_and_swift() {
    assert_fixed(&[
        ("fun add(a: Int, b: Int): Int", "add: func(a: s32, b: s32) -> s32;"),
        (
            "suspend fun load(path: String): ByteArray",
            "load: async func(path: string) -> list<u8>;",
        ),
        ("func add(a: Int, to b: Int) -> Int", "add: func(a: s32, b: s32) -> s32;"),
        ("func load() async throws -> [UInt8]", "load: async func() -> result<list<u8>, string>;"),
        ("f: func(x: Int?);", "f: func(x: option<s32>);"),
        ("f: func(x: [String: Int]);", "f: func(x: map<string, s32>);"),
        ("record r { val x: u32, }", "record r { x: u32, }"),
        ("record r { var x: Int? }", "record r { x: option<s32> }"),
        ("struct point { var x: Int; let y: Int }", "record point { x: s32, y: s32 }"),
        (
            "struct point {\n        let x: Double\n        let y: Double\n    }",
            "record point {\n        x: f64,\n        y: f64,\n    }",
        ),
        ("data class point(val x: Int, val y: Int)", "record point { x: s32, y: s32 }"),
        ("typealias names = List<String>", "type names = list<string>;"),
        ("enum class color { RED, GREEN }", "enum color { RED, GREEN }"),
        ("enum color { case red case green }", "enum color { red, green }"),
        ("val size: Long", "size: func() -> s64;"),
        ("let size: u32;", "size: func() -> u32;"),
        ("fun f(vararg xs: Int)", "f: func(xs: list<s32>);"),
        (
            "fun f(cb: (Int) -> Unit)",
            "resource cb-callback { call: func(value: s32); } f: func(cb: cb-callback);",
        ),
        (
            "protocol p { func f() -> Int; var x: Int { get } }",
            "resource p { f: func() -> s32; x: func() -> s32; }",
        ),
        ("enum e: Int { case a = 1 }", "enum e { a }"),
        ("val x = 5", "x: func() -> u32;"),
    ]);
}

#[test]
fn old_wit_and_other_orders() {
    assert_fixed(&[
        ("f: func() -> expected<u32, string>;", "f: func() -> result<u32, string>;"),
        ("f: func() -> expected<unit, string>;", "f: func() -> result<_, string>;"),
        ("f: function(x: u32) -> string;", "f: func(x: u32) -> string;"),
        ("f: func(x: handle file);", "f: func(x: file);"),
        ("f: func() -> async string;", "f: async func() -> string;"),
        ("f: await func();", "f: async func();"),
        ("await f: func();", "f: async func();"),
        ("async f: func();", "f: async func();"),
        ("f: func() async -> u32;", "f: async func() -> u32;"),
        ("f: func async() -> u32;", "f: async func() -> u32;"),
        ("f: func() -> iterator<u8>;", "f: func() -> list<u8>;"),
        ("f: func(x: borrow<option<file>>);", "f: func(x: option<borrow<file>>);"),
        ("f: func(x: borrow<list<file>>);", "f: func(x: list<borrow<file>>);"),
        ("f: static func();", "f: func();"),
        ("static f: func();", "f: func();"),
        ("resource r { static func make() -> r; }", "resource r { make: static func() -> r; }"),
        ("resource r { func static make() -> r; }", "resource r { make: static func() -> r; }"),
        ("resource r { make: func static() -> r; }", "resource r { make: static func() -> r; }"),
        (
            "resource r {\n        use types.{id};\n        f: func() -> id;\n    }",
            "use types.{id}; resource r {\n        f: func() -> id;\n    }",
        ),
        ("resource r { resource s; }", "resource s; resource r { }"),
        (
            "resource r { record s { x: u32 } f: func() -> s; }",
            "record s { x: u32 } resource r { f: func() -> s; }",
        ),
        ("enum e { a | b | c }", "enum e { a, b, c }"),
        ("enum e { a; b; c }", "enum e { a, b, c }"),
        ("enum e {\n        | a\n        | b\n    }", "enum e {\n        a,\n        b,\n    }"),
        ("record r { a: u32 | b: u32 }", "record r { a: u32, b: u32 }"),
        ("variant v { a(u32) | b(string) | c }", "variant v { a(u32), b(string), c }"),
        ("variant v { a(u32); b(string); }", "variant v { a(u32), b(string), }"),
        ("flags f { a | b }", "flags f { a, b }"),
        ("variant v = a(u32) | b;", "variant v { a(u32), b }"),
        ("type v = a | b | c;", "enum v { a, b, c }"),
        (
            "variant v { a { x: u32, y: u32 } }",
            "record a-data { x: u32, y: u32 } variant v { a(a-data) }",
        ),
        ("union u { u32, string }", "variant u { number-u32(u32), text(string) }"),
        ("union u { a(u32), b(string) }", "variant u { a(u32), b(string) }"),
        ("f: func() -> { a: u32 };", "record f-data { a: u32 } f: func() -> f-data;"),
        ("größe: func();", "groesse: func();"),
        ("record r { prénom: string }", "record r { prenom: string }"),
        (
            "f: func(cb: func(u32));",
            "resource cb-callback { call: func(value: u32); } f: func(cb: cb-callback);",
        ),
        (
            "f: func(cb: func(x: u32) -> string);",
            "resource cb-callback { call: func(x: u32) -> string; } f: func(cb: cb-callback);",
        ),
        ("f: func(x: u32 = 5);", "f: func(x: u32);"),
        ("record r { x: u32 = 5, y: u32 }", "record r { x: u32, y: u32 }"),
        ("f: func() -> u32 throws string;", "f: func() -> result<u32, string>;"),
        ("f: func() throws;", "f: func() -> result<_, string>;"),
        ("f: func(p: record { x: u32 });", "record p-data { x: u32 } f: func(p: p-data);"),
        ("f: func() -> u32 { return 1; }", "f: func() -> u32;"),
        ("f: func(x: list(u8));", "f: func(x: list<u8>);"),
        ("f: func(x: result(u32, string));", "f: func(x: result<u32, string>);"),
        ("f: func(x: stream u8);", "f: func(x: stream<u8>);"),
        ("f: func(x: future<>);", "f: func(x: future);"),
        ("f: func() -> u32 | error;", "f: func() -> result<u32, string>;"),
        ("f: func(u32, string);", "f: func(value: u32, value2: string);"),
        ("record r { name -> string }", "record r { name: string }"),
        ("record r { x u32; y u32; }", "record r { x: u32, y: u32 }"),
        ("resource r { self.read: func(); }", "resource r { read: func(); }"),
        (
            "resource r { read: func(self: borrow<r>, n: u32); }",
            "resource r { read: func(n: u32); }",
        ),
        ("resource r { name: string; }", "resource r { name: func() -> string; }"),
        (
            "record Größe { a: u32 } f: func(x: Größe);",
            "record groesse { a: u32 } f: func(x: groesse);",
        ),
    ]);
}
