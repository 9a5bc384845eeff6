//! Names for which `bindgen!` generates invalid Rust. Each case was compiled with it.

use super::directory::Directory;
use airssys_bindings_codegen::request::Side;

/// Checks the messages for a package with an interface `i` that has these items, and for worlds that import and export it.
#[track_caller]
fn check(items: &str, imported: Option<&str>, exported: Option<&str>) {
    let interface = format!("package a:b; interface i {{ {items} }}");
    check_world(&format!("{interface} world w {{ import i; }}"), imported);
    check_world(&format!("{interface} world w {{ export i; }}"), exported);
}

#[track_caller]
fn check_world(wit: &str, expected: Option<&str>) {
    let mut directory = Directory::new(&[("wit/a.wit", wit)]);
    directory.request.side = Side::Host;
    let expansion = directory.expand();
    match expected {
        Some(message) => expansion.reports(&[message, "bindgen!", "[AB1003]"]),
        None => assert!(expansion.0.diagnostics.is_empty(), "{wit}\n{}", expansion.messages()),
    }
}

const T: Option<&str> = Some("`T` is also the name of a type parameter");
const D: Option<&str> = Some("`D` is also the name of a type parameter");
const S: Option<&str> = Some("`S` is also the name of a type parameter");

#[test]
fn types_with_names_of_type_parameters_are_reported_where_these_are_in_scope() {
    check("type t = u32; record r { x: list<t> }", T, T);
    check("type t = u32; variant v { x(t) } f: func(v: v) -> t;", None, None);
    check("record t { x: u32 } f: func(x: option<t>);", T, None);
    check("record d { x: u32 } f: func(x: list<d>);", D, None);
    check("record d { x: u32 } f: async func() -> d;", None, None);
    check("record t { x: u32 } f: async func() -> t;", T, None);
    check("resource t { constructor(); }", T, None);
    check("resource d;", D, None);
    check("record s { x: u32 } f: func(x: s);", None, S);
    check("record s { x: u32 } f: func() -> s;", None, S);
    check("record s { x: u32 } f: async func(x: s) -> s;", None, None);
    check("resource s { constructor(); f: static func(s: s); }", None, None);
    check("record h { x: u32 } f: func(h: h) -> h;", None, None);
}

#[test]
fn types_of_worlds_with_names_of_type_parameters_are_reported() {
    let of = |items: &str| format!("package a:b; world w {{ {items} }}");
    check_world(&of("record t { x: u32 } import f: func(x: t);"), T);
    check_world(&of("record t { x: u32 } import f: func() -> t; export g: func(x: t);"), None);
    check_world(&of("record s { x: u32 } export f: func(x: s);"), S);
    check_world(&of("resource s { constructor(); } export f: func(x: s);"), S);
    check_world(&of("resource s { constructor(); } import f: func(x: s);"), None);
}

#[test]
fn types_with_names_of_the_standard_library_are_reported_where_these_are_used() {
    let option = Some("`Option` is also the name of an item of the standard library");
    let result = Some("`Result` is also the name of an item of the standard library");
    let copy = Some("`Copy` is also the name of an item of the standard library");
    let send = Some("`Send` is also the name of an item of the standard library");
    let sized = Some("`Sized` is also the name of an item of the standard library");
    check("type %option = bool; f: func(x: option<u8>);", option, option);
    check("type %option = bool; f: func(x: %option);", None, None);
    check("type %result = result<u8>;", result, result);
    check("type %result = bool; f: func(x: %result);", None, None);
    check("record copy { x: u32 }", copy, copy);
    check("type copy = u32; enum e { a } f: func(e: e) -> copy;", None, None);
    check("record send { x: u32 } f: func(x: send);", None, None);
    check("record send { x: u32 } f: async func(x: send);", send, None);
    // The tree has the types of an exported interface, and with them its trait.
    check("record sized { x: u32 } f: func(x: sized);", sized, sized);
    check("record ok { x: u32 } record vec { x: u32 } f: func() -> result<ok, vec>;", None, None);
}

#[test]
fn functions_with_names_of_variables_are_reported_unless_they_are_last() {
    let lookup = Some("function `lookup` cannot be bound for hosts: `lookup` is also the name of");
    let store = Some("function `store` cannot be bound for hosts: `store` is also the name of");
    check("lookup: func(); a: func();", None, lookup);
    check("a: func(); lookup: func();", None, None);
    check("store: func(); a: func();", None, store);
    check("instance: func(); name: func(); a: func();", None, None);
    check_world("package a:b; world w { export store: func(); export zed: func(); }", store);
    check_world("package a:b; world w { export store: func(); export a: func(); }", None);
}

#[test]
fn methods_of_one_name_are_reported() {
    let world = |name: &str| {
        format!("package a:b; world w {{ export {name}: interface {{ f: func(); }} }}")
    };
    for name in ["new", "instantiate"] {
        let expected = format!("interface `{name}` cannot be bound for hosts: `{name}` is also");
        check_world(&world(name), Some(&expected));
    }
    check_world(&world("load"), None);
    let resource = Some("resource `call-x` cannot be bound for hosts: `call_x` is also");
    check("resource call-x { a: func(); } x: func();", None, resource);
}

#[test]
fn types_that_bindgen_cannot_name_are_reported() {
    let stream = Some("stream `t` cannot be bound for hosts: `T` names a stream or a future");
    check("type t = stream<u8>;", stream, stream);
    check("type t = option<future<u8>>;", None, None);
    let variant = Some("variant `v-u32` cannot be bound for hosts: `VU32` is not the name");
    check("variant v-u32 { a(u32) } f: func(v: v-u32);", variant, variant);
    check("enum v-u32 { a } record v-b { x: u32 } f: func(v: v-u32, w: v-b);", None, None);
}

#[test]
fn packages_and_worlds_can_have_names_that_are_keywords_of_wit() {
    check_world(
        "package %import:%flags; interface %record { f: func(); } world %type { export %record; }",
        None,
    );
}
