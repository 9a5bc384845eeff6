//! The options of earlier versions of `wit_bindgen::generate!` (0.16 to 0.62) and `wasmtime::component::bindgen!` (10 to 47).

use crate::request::Side;

/// An option of an earlier version, with what to write now.
struct Former {
    name: &'static str,
    side: Side,
    help: &'static str,
}

const FORMER: &[Former] = &[
    guest(
        "async",
        "remove it: `async` functions in WIT are `async` in Rust, unless `sync: [\"…\"]` names them",
    ),
    guest(
        "exports",
        "remove it, implement the trait `Guest` for the type, and write `export!(Component)` after the call",
    ),
    guest("macro_export", "write `pub_export_macro: true`"),
    guest("macro_call_prefix", "write `default_bindings_module: \"…\"`"),
    guest(
        "duplicate_if_necessary",
        "write `ownership: Borrowing { duplicate_if_necessary: true }`",
    ),
    guest("rt", "write `runtime_path: \"…\"`"),
    guest("no_std", "write `std_feature: true`"),
    guest("unchecked", "remove it: values from the host are always checked"),
    guest("symbol_namespace", "remove it: the names of symbols are unique"),
    host("async", "write `imports: { default: async }, exports: { default: async }`"),
    host("only_imports", "write `imports: { \"ns:pkg/interface.function\": async }`"),
    host(
        "except_imports",
        "write `imports: { \"ns:pkg/interface.function\": trappable, default: async }`",
    ),
    host("trappable_imports", "write `imports: { default: trappable }`"),
    host("tracing", "write `imports: { default: tracing }, exports: { default: tracing }`"),
    host(
        "verbose_tracing",
        "write `imports: { default: tracing | verbose_tracing }, exports: { default: tracing | verbose_tracing }`",
    ),
    host("concurrent_imports", "write `imports: { default: async | store }`"),
    host("concurrent_exports", "write `exports: { default: async | store }`"),
];

const fn guest(name: &'static str, help: &'static str) -> Former {
    Former { name, side: Side::Guest, help }
}

const fn host(name: &'static str, help: &'static str) -> Former {
    Former { name, side: Side::Host, help }
}

/// Returns the help for an option of an earlier version of the macro for `side`, or else of the other macro.
#[must_use]
pub fn former(name: &str, side: Side) -> Option<&'static str> {
    let of = |side: Option<Side>| {
        let mut options = FORMER.iter().filter(|former| former.name == name);
        options.find(|former| side.is_none_or(|side| former.side == side)).map(|former| former.help)
    };
    of(Some(side)).or_else(|| of(None))
}
