//! Types and keywords of Rust, TypeScript, C and other languages, and their WIT spelling.

mod bodies;
mod cases;
mod declarations;
mod definitions;
mod functions;
mod generics;
mod reader;
mod report;
mod types;

pub(super) use generics::handle;

use super::cursor::{Parsed, Parser, Reported};
use super::token::{Kind, Span};
use super::tree::{Type, TypeKind};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    pub(super) fn function_type(&mut self) -> Reported {
        let span = self.span();
        self.error(
            SyntaxError::FunctionType,
            span,
            "not a type in WIT",
            "define a `resource` with one method, and pass that",
        )
    }

    /// Reports `types.t`, `a:b/types.t` or `a::t` as a type.
    pub(super) fn path_as_type(&mut self, first: Span) -> Reported {
        self.bump();
        while matches!(self.kind(), Kind::Punct('/' | ':' | '.' | '@')) && self.is_adjacent() {
            self.bump();
            if matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Integer)
                && self.is_adjacent()
            {
                self.bump();
            }
        }
        let span = first.start..self.end();
        let text = self.slice(&span);
        if text.ends_with(':') {
            // The type is missing, and this is the next field or item.
            let kind = SyntaxError::Unexpected {
                expected: "a type".to_owned(),
                found: format!("`{text}`"),
            };
            let help = "write a type before this, such as `u32` or `string`";
            return self.error(kind, span, "expected a type", help);
        }
        let (path, name) = match text.rsplit_once(['.', ':', '/']) {
            // `a:b/c` is an interface, and `a.` has no name.
            Some(_) if text.contains('/') && !text.contains('.') => (text, "type-name"),
            Some((path, "")) => (path, "type-name"),
            Some(parts) => parts,
            None => ("", text),
        };
        let path = path.trim_end_matches([':', '.']);
        let name = super::kebab(name);
        let kind = SyntaxError::PathAsType { path: text.to_owned() };
        let import = format!("use {}.{{{name}}};", path.replace("::", "/"));
        let sentence = format!("add `{import}` to the interface, and write `{name}` here");
        let renamed = Edit::new(self.file, span.clone(), &name);
        let help = match self.insertion(&import) {
            // The `use` may be there.
            Some(import) => Help::edits(sentence, vec![import, renamed.clone()])
                .or_else(Help::edits(format!("write `{name}`"), vec![renamed])),
            None => sentence.into(),
        };
        self.error(kind, span, "expected the name of a type", help)
    }

    /// Reports a generic type of another language, such as `Vec<u8>`.
    pub(super) fn generic_type(&mut self, word: &str, span: Span) -> Parsed<TypeKind> {
        self.bump();
        let open = self.bump().span;
        let before = self.error_count();
        let mut inner = Vec::new();
        while !self.is('>') {
            inner.push(self.ty()?);
            if self.eat(',') {
                continue;
            }
            break;
        }
        let arguments = self.slice(&(open.end..self.end())).trim().to_owned();
        self.close_type_arguments(word, open)?;
        let whole = span.start..self.end();
        let kind = SyntaxError::ForeignType { name: word.to_owned() };
        if self.only_foreign_types_since(before) && generic_name(word).is_some() {
            return Ok(self.report_translated_type(before, word, span, whole));
        }
        let (text, help) = match generic_name(word) {
            Some(wit) => (format!("WIT calls it `{wit}`"), Help::write(format!("{wit}<…>"))),
            None if matches!(word, "Box" | "Rc" | "Arc" | "Cell" | "RefCell" | "Mutex" | "Cow") => {
                let ty = if arguments.is_empty() { "u32" } else { &arguments };
                ("WIT has no pointers".to_owned(), Help::write(ty.to_string()))
            }
            None => (
                "only built-in types have type arguments".to_owned(),
                Help::write(super::kebab(word))
                    .saying(format!("write `{}` without `<{arguments}>`", super::kebab(word))),
            ),
        };
        let at = if text.starts_with("WIT calls") { span } else { whole };
        self.error(kind, at, text, help);
        Ok(TypeKind::Unknown)
    }

    /// Reports a type of another language together with its type arguments.
    pub(super) fn report_translated_type(
        &mut self,
        before: usize,
        word: &str,
        span: Span,
        whole: Span,
    ) -> TypeKind {
        self.discard_errors_since(before);
        let wit = translate(self.slice(&whole));
        let known = generic_name(word).unwrap_or(word);
        let kind = SyntaxError::ForeignType { name: word.to_owned() };
        let help = match wit.strip_prefix("map<") {
            Some(rest) => {
                self.rewrite(whole, &wit).saying(format!("write `{wit}`, or `list<tuple<{rest}>`"))
            }
            None if known == "list" && word.to_lowercase().contains("iter") => {
                let stream = wit.replacen("list", "stream", 1);
                let mut help = self.rewrite(whole.clone(), &wit);
                help.candidates.extend(self.rewrite(whole, &stream).candidates);
                help.saying(format!("write `{wit}`, or `{stream}` for values that arrive later"))
            }
            None => self.rewrite(whole, &wit),
        };
        self.error(kind, span, format!("WIT calls it `{known}`"), help);
        TypeKind::Unknown
    }

    /// Reports `&str`, `&[u8]`, `&mut t` or `*const t`.
    pub(super) fn reference(&mut self) -> Parsed<TypeKind> {
        let start = self.span().start;
        while matches!(self.kind(), Kind::Punct('&' | '*' | '\''))
            || (matches!(self.word(), "mut" | "const" | "dyn") && !self.is_at(1, ','))
        {
            self.bump();
        }
        let first_error = self.error_count();
        let ty = self.ty()?;
        let text = self.slice(&ty.span);
        if self.only_foreign_types_since(first_error) {
            self.discard_errors_since(first_error);
        }
        let wit = type_name(text).map_or_else(|| translate(text), str::to_owned);
        let named = matches!(ty.kind, TypeKind::Name(_));
        let kind = SyntaxError::ForeignType { name: self.slice(&(start..self.end())).to_owned() };
        let help = if named && wit == text {
            Help::write(format!("borrow<{wit}>"))
                .saying(format!("write `borrow<{wit}>` if it is a resource, `{wit}` if it is not"))
        } else {
            Help::write(wit.to_string())
        };
        let pointer = self.source[start..].starts_with('*');
        let label = if pointer { "WIT has no pointers" } else { "WIT has no references" };
        self.error(kind, start..self.end(), label, help);
        Ok(TypeKind::Unknown)
    }

    /// Reports `[u8]` and `[u8; 4]`.
    pub(super) fn slice_type(&mut self) -> Parsed<TypeKind> {
        let start = self.bump().span.start;
        let ty = self.ty()?;
        let inner = self.slice(&ty.span);
        let wit = type_name(inner).unwrap_or(inner);
        let mut help = Help::write(format!("list<{wit}>"));
        if self.eat(';') && self.kind() == Kind::Integer {
            let span = self.bump().span;
            help = Help::write(format!("list<{wit}, {}>", self.slice(&span)));
        }
        self.eat('!');
        self.eat(']');
        let span = start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        self.error(kind, span, "WIT calls it `list`", help);
        Ok(TypeKind::Unknown)
    }

    /// Reports `(u32, string)`.
    pub(super) fn parenthesized_type(&mut self) -> Parsed<TypeKind> {
        let brace = self.bump().span;
        let opened = self.open_delimiter("this tuple".to_owned(), brace.clone());
        self.list(')', &opened, "types", Self::ty)?;
        let span = brace.start..self.end();
        let inner = self.slice(&span).trim_matches(['(', ')']).trim().to_owned();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let (text, help) = if inner.is_empty() {
            (
                "WIT has no unit type",
                Help::remove(
                    "remove it, or write `result<_, string>` for a result without a value",
                ),
            )
        } else if inner.contains(',') {
            ("WIT calls it `tuple`", Help::write(format!("tuple<{inner}>")))
        } else {
            ("unexpected parentheses", Help::write(inner.to_string()))
        };
        self.error(kind, span, text, help);
        Ok(TypeKind::Unknown)
    }

    pub(super) fn inline_definition(&mut self, span: Span, word: &str) -> Parsed<TypeKind> {
        while !self.is('{') {
            self.bump();
        }
        let mut depth = 0usize;
        while !self.at_end() {
            match self.kind() {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') => depth -= 1,
                _ => {}
            }
            self.bump();
            if depth == 0 {
                break;
            }
        }
        let kind = SyntaxError::InlineDefinition { word: word.to_owned() };
        let help =
            format!("define `{word} some-name {{ … }}` separately, and write `some-name` here");
        self.error(kind, span, "expected the name of a type", help);
        Ok(TypeKind::Unknown)
    }

    /// Reports `t?`, `t[]` and `a | b`.
    ///
    /// The errors of `ty` are since `first_error`; the help translates it as well.
    pub(super) fn type_suffix(&mut self, ty: Type, first_error: usize) -> Parsed<Type> {
        if self.only_foreign_types_since(first_error) {
            self.discard_errors_since(first_error);
        }
        let text = self.slice(&ty.span).to_owned();
        let wit = translate(&text);
        let start = self.span().start;
        let mut union = None;
        let wit = if self.eat('?') {
            format!("option<{wit}>")
        } else if self.eat('|') {
            let null = matches!(self.word(), "null" | "undefined" | "none" | "None" | "nil");
            let first_error = self.error_count();
            let other = self.ty()?;
            self.discard_errors_since(first_error);
            if !null {
                let other = translate(self.slice(&other.span));
                union = Some(format!(
                    "define `variant some-name {{ a({wit}), b({other}) }}`, and write `some-name` \
                     here"
                ));
            }
            format!("option<{wit}>")
        } else {
            self.bump();
            self.bump();
            format!("list<{wit}>")
        };
        let span = ty.span.start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        match union {
            Some(help) => self.error(kind, start..self.end(), "WIT has no union types", help),
            None => {
                let label = format!("WIT calls it `{}`", wit.split('<').next().unwrap_or(&wit));
                self.error(kind, start..self.end(), label, self.rewrite(span.clone(), &wit))
            }
        };
        Ok(Type { kind: TypeKind::Unknown, span })
    }
}

/// Returns the WIT spelling of a type of another language, or `None` for an unknown one.
pub fn type_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "int32" | "i32" | "int" | "Int" | "Int32" | "integer" | "Integer" | "int32_t"
        | "sint32" | "i32_t" | "int_32" | "sfixed32" => "s32",
        "int8" | "i8" | "Int8" | "int8_t" | "sbyte" | "sint8" => "s8",
        "int16" | "i16" | "short" | "Int16" | "int16_t" | "sint16" => "s16",
        "int64" | "i64" | "long" | "Long" | "Int64" | "int64_t" | "bigint" | "BigInt" | "isize"
        | "sint64" | "sfixed64" | "SInt64" => "s64",
        "uint8" | "octet" | "byte" | "UInt8" | "Uint8" | "uint8_t" | "Byte" => "u8",
        "uint16" | "UInt16" | "uint16_t" | "ushort" => "u16",
        "uint32" | "fixed32" | "uint" | "UInt32" | "UInt" | "unsigned" | "uint32_t" | "u32_t" => {
            "u32"
        }
        "uint64" | "fixed64" | "ulong" | "UInt64" | "uint64_t" | "usize" | "size_t" | "size" => {
            "u64"
        }
        "float" | "Float" | "float32" | "single" | "Float32" => "f32",
        "double" | "Double" | "float64" | "number" | "Number" | "Float64" | "real" => "f64",
        "boolean" | "Boolean" | "Bool" | "_Bool" => "bool",
        "String" | "str" | "Str" | "text" | "Text" | "varchar" | "cstring" | "CString"
        | "String_" | "strings" | "DOMString" | "USVString" | "ByteString" | "ID" => "string",
        "Char" | "Character" | "character" | "rune" | "char32" => "char",
        "bytes" | "bytearray" | "binary" | "ArrayBuffer" | "Data" | "Bytes" | "buffer"
        | "Buffer" | "Uint8Array" | "blob" | "ByteArray" => "list<u8>",
        "StringArray" => "list<string>",
        "Error" | "error" | "Exception" => "result<_, string>",
        _ => return None,
    })
}

/// Returns the WIT spelling of a generic type of another language, or `None` for an unknown one.
pub fn generic_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "Vec" | "vec" | "Array" | "array" | "List" | "seq" | "Sequence" | "slice" | "Slice"
        | "vector" | "Vector" | "Set" | "set" | "HashSet" | "BTreeSet" | "VecDeque"
        | "Iterable" | "iterable" | "Iterator" | "iterator" | "IntoIterator" | "sequence"
        | "ReadonlyArray" | "FrozenArray" | "MutableList" | "ArrayList" | "Collection" | "span" => {
            "list"
        }
        "Option" | "Optional" | "optional" | "Maybe" | "maybe" | "Nullable" | "nullable"
        | "opt" | "Some" => "option",
        "Result" | "Either" | "either" | "expected" | "Expected" => "result",
        "Tuple" | "Pair" | "pair" | "Triple" => "tuple",
        "HashMap" | "Map" | "BTreeMap" | "hashmap" | "dict" | "Dict" | "Record" | "dictionary"
        | "hash-map" | "Dictionary" | "record" | "MutableMap" | "unordered_map" => "map",
        "Promise" | "Future" | "promise" | "Task" => "future",
        "Stream" | "AsyncIterator" | "ReadableStream" => "stream",
        "Own" | "own-handle" | "handle" | "Handle" => "own",
        "Borrow" | "Ref" | "ref" => "borrow",
        _ => return None,
    })
}

/// Returns the WIT keyword for an item keyword of another language.
pub(super) fn item_keyword_for(word: &str) -> Option<&'static str> {
    Some(match word {
        "struct" | "message" | "object" | "dataclass" | "data" => "record",
        "class" | "handle" => "resource",
        "union" | "oneof" | "choice" | "sum" => "variant",
        "bitflags" | "bitfield" | "bits" => "flags",
        "typedef" | "alias" | "typealias" | "newtype" => "type",
        "trait" | "protocol" | "service" | "mod" | "module" | "namespace" | "api" | "contract"
        | "abi" => "interface",
        "component" | "program" | "application" => "world",
        "enumeration" => "enum",
        _ => return None,
    })
}

/// Returns `true` for a keyword that starts a function in another language.
pub(super) fn is_function_word(word: &str) -> bool {
    matches!(word, "fn" | "function" | "def" | "fun" | "func" | "proc" | "method" | "rpc" | "sub")
}

/// Translates a type of another language word by word: `Vec<Option<String>>` to `list<option<string>>`.
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
        let generic_type = tail.starts_with('<').then(|| generic_name(name)).flatten();
        let plain = type_name(name).filter(|_| !super::valid_name(name) || is_foreign_name(name));
        let wit = generic_type.or(plain).unwrap_or(name);
        rest = tail;
        match tail.strip_prefix("[]") {
            Some(after) => {
                out.push_str(&format!("list<{wit}>"));
                rest = after;
            }
            None => out.push_str(wit),
        }
    }
    without_unit(&out)
}

/// Appends the WIT spelling of a punctuation character to `out`, and returns the rest after it.
fn translate_mark<'a>(rest: &'a str, mark: char, out: &mut String) -> &'a str {
    if let Some(after) = rest.strip_prefix("()") {
        out.push('_');
        return after;
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
    let after = &rest[mark.len_utf8()..];
    if mark == '&' { after.strip_prefix("mut ").unwrap_or(after) } else { after }
}

/// Replaces `result<unit, e>` with `result<_, e>`, and `result<t, unit>` with `result<t>`.
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

/// Returns `true` for a valid WIT name that is a type of another language.
fn is_foreign_name(name: &str) -> bool {
    let number = name.trim_start_matches(|c: char| c.is_ascii_lowercase());
    matches!(
        name,
        "boolean" | "number" | "int" | "integer" | "float" | "double" | "str" | "usize" | "isize"
    ) || matches!(number, "8" | "16" | "32" | "64" | "128")
}
