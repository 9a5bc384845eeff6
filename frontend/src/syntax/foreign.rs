//! How other languages spell what WIT has.

/// What WIT calls a type of another language, with what to write. `None` if it is not one of those that are known.
pub fn type_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "int32" | "i32" | "int" | "Int" | "Int32" | "integer" | "Integer" | "int32_t"
        | "sint32" | "i32_t" | "int_32" => "s32",
        "int8" | "i8" | "Int8" | "int8_t" | "sbyte" | "sint8" => "s8",
        "int16" | "i16" | "short" | "Int16" | "int16_t" | "sint16" => "s16",
        "int64" | "i64" | "long" | "Long" | "Int64" | "int64_t" | "bigint" | "BigInt" | "isize"
        | "sint64" => "s64",
        "uint8" | "byte" | "UInt8" | "Uint8" | "uint8_t" | "Byte" => "u8",
        "uint16" | "UInt16" | "uint16_t" | "ushort" => "u16",
        "uint32" | "uint" | "UInt32" | "UInt" | "unsigned" | "uint32_t" | "u32_t" => "u32",
        "uint64" | "ulong" | "UInt64" | "uint64_t" | "usize" | "size_t" | "size" => "u64",
        "float" | "Float" | "float32" | "single" | "Float32" => "f32",
        "double" | "Double" | "float64" | "number" | "Number" | "Float64" | "real" => "f64",
        "boolean" | "Boolean" | "Bool" | "_Bool" => "bool",
        "String" | "str" | "Str" | "text" | "Text" | "varchar" | "cstring" | "CString"
        | "String_" | "strings" => "string",
        "Char" | "character" | "rune" | "char32" => "char",
        "bytes" | "Bytes" | "buffer" | "Buffer" | "Uint8Array" | "blob" | "ByteArray" => "list<u8>",
        "StringArray" => "list<string>",
        "Error" => "result<…, string>",
        _ => return None,
    })
}

/// What WIT calls a generic type of another language. `None` if it is not one of those that are known.
pub fn generic_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "Vec" | "vec" | "Array" | "array" | "List" | "seq" | "Sequence" | "slice" | "Slice"
        | "vector" | "Vector" | "Set" | "set" | "HashSet" | "Iterable" | "Iterator" => "list",
        "Option" | "Optional" | "optional" | "Maybe" | "maybe" | "Nullable" | "nullable"
        | "opt" | "Some" => "option",
        "Result" | "Either" | "either" | "expected" | "Expected" => "result",
        "Tuple" | "Pair" | "pair" => "tuple",
        "HashMap" | "Map" | "BTreeMap" | "hashmap" | "dict" | "Dict" | "Record" | "dictionary"
        | "hash-map" | "Dictionary" | "record" => "map",
        "Promise" | "Future" | "promise" | "Task" => "future",
        "Stream" | "AsyncIterator" | "ReadableStream" => "stream",
        "Own" | "own-handle" | "handle" | "Handle" => "own",
        "Borrow" | "Ref" | "ref" => "borrow",
        _ => return None,
    })
}

/// What WIT calls a kind of item of another language.
pub(super) fn item_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "struct" | "message" | "object" | "dataclass" | "data" => "record",
        "class" | "handle" => "resource",
        "union" | "oneof" | "choice" | "sum" => "variant",
        "bitflags" | "bitfield" | "bits" => "flags",
        "typedef" | "alias" | "typealias" | "newtype" => "type",
        "trait" | "protocol" | "service" | "mod" | "module" | "namespace" => "interface",
        "component" => "world",
        "enumeration" => "enum",
        _ => return None,
    })
}

/// Whether a word starts a function in another language.
pub(super) fn is_function_word(word: &str) -> bool {
    matches!(word, "fn" | "function" | "def" | "fun" | "func" | "proc" | "method" | "rpc" | "sub")
}

/// A type in the words of another language in those of WIT, word by word: `Vec<Option<String>>` as `list<option<string>>`.
pub(super) fn translate(ty: &str) -> String {
    let mut out = String::new();
    let mut rest = ty;
    while let Some(c) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let length = rest.len() - rest.trim_start_matches(word).len();
        if length == 0 {
            rest = translate_mark(rest, c, &mut out);
            continue;
        }
        let (name, tail) = rest.split_at(length);
        let generic = tail.starts_with('<').then(|| generic_name(name)).flatten();
        let plain = type_name(name).filter(|_| !super::valid_name(name) || is_surely_foreign(name));
        let wit = generic.or(plain).unwrap_or(name);
        rest = tail;
        match tail.strip_prefix("[]") {
            Some(behind) => {
                out.push_str(&format!("list<{wit}>"));
                rest = behind;
            }
            None => out.push_str(wit),
        }
    }
    without_unit(&out)
}

/// Puts what WIT has for a mark that is no part of a word at the end of a text, and gives what follows it.
fn translate_mark<'a>(rest: &'a str, mark: char, out: &mut String) -> &'a str {
    if let Some(behind) = rest.strip_prefix("()") {
        out.push('_');
        return behind;
    }
    match mark {
        // References and lifetimes have no counterpart.
        '&' | '\'' | '*' => {}
        '[' => out.push_str("list<"),
        '(' => out.push_str("tuple<"),
        ']' | ')' => out.push('>'),
        ';' => out.push(','),
        c => out.push(c),
    }
    let behind = &rest[mark.len_utf8()..];
    if mark == '&' { behind.strip_prefix("mut ").unwrap_or(behind) } else { behind }
}

/// `result<_, e>` for `result<unit, e>`, and `result<t>` for `result<t, unit>`.
fn without_unit(ty: &str) -> String {
    let mut ty = ty.to_owned();
    for unit in ["unit", "void", "Unit", "Void", "None", "null", "undefined"] {
        ty = ty.replace(&format!("result<{unit},"), "result<_,");
        if ty.starts_with("result<") {
            ty = ty.replace(&format!(", {unit}>"), ">");
        }
    }
    ty
}

/// Whether a name that WIT can have is nevertheless a type of another language.
fn is_surely_foreign(name: &str) -> bool {
    let number = name.trim_start_matches(|c: char| c.is_ascii_lowercase());
    matches!(
        name,
        "boolean" | "number" | "int" | "integer" | "float" | "double" | "str" | "usize" | "isize"
    ) || matches!(number, "8" | "16" | "32" | "64" | "128")
}
