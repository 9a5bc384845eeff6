//! Type arguments, unions and results of other languages: `Vec<u8>`, `Dict[str, int]`, `a | b`, `Result<(), E>`.

use super::super::token::{Kind, is_keyword};
use super::generic_name;
use super::reader::Reader;
use super::types::Foreign;

impl Reader<'_, '_> {
    /// Reads the type arguments after a name.
    pub(super) fn generic(&mut self, word: &str) -> Option<String> {
        let close = match self.kind() {
            Kind::Punct('[') => ']',
            Kind::Punct('(') => ')',
            _ => '>',
        };
        self.bump();
        let mut args = Vec::new();
        while !self.is(close) {
            if self.is('\'') {
                self.bump();
                self.bump();
            } else if self.kind() == Kind::Integer || self.word() == "_" {
                let size = self.bump();
                args.push(Foreign::Type(self.parser.slice(&size).to_owned()));
            } else {
                // `Iterator<Item = u32>`.
                if self.is_name_at(0) && self.is_at(1, '=') {
                    self.bump();
                    self.bump();
                }
                args.push(self.ty()?);
            }
            // `vector(4)` of SQL has no name; a limit may follow the type in WebIDL.
            if !self.eat(',') && !self.eat(';') {
                break;
            }
        }
        self.expect(close)?;
        self.with_arguments(word, args)
    }

    fn with_arguments(&mut self, word: &str, args: Vec<Foreign>) -> Option<String> {
        let count = args.len();
        let wit = generic_name(word).or_else(|| is_wit_generic(word).then_some(word));
        if wit == Some("result") {
            return result_type(args);
        }
        if word == "Union" {
            return self.union(args);
        }
        let values: Option<Vec<_>> = args.into_iter().map(Foreign::value).collect();
        let Some(values) = values else {
            // `Promise<void>`.
            return (wit == Some("future") && count == 1).then(|| "future".to_owned());
        };
        let all = values.join(", ");
        match wit {
            Some("map" | "list" | "tuple") => wit.map(|wit| format!("{wit}<{all}>")),
            Some(wit @ ("own" | "borrow")) if count == 1 => Some(handle(wit, &all)),
            Some(wit) if count == 1 => Some(format!("{wit}<{all}>")),
            Some(_) => None,
            None if count == 1 && is_pointer(word) => Some(all),
            None => None,
        }
    }

    /// Returns the type for one of several types.
    pub(super) fn union(&mut self, types: Vec<Foreign>) -> Option<String> {
        let count = types.len();
        let mut values: Vec<_> =
            types.into_iter().filter(|ty| !matches!(ty, Foreign::Null | Foreign::Unit)).collect();
        let optional = values.len() < count;
        let wit = match values.len() {
            0 => return None,
            1 => values.pop()?.value()?,
            2 if values[1] == Foreign::Error => {
                return Some(format!("result<{}, string>", values.swap_remove(0).value()?));
            }
            _ => {
                let values: Option<Vec<_>> = values.into_iter().map(Foreign::value).collect();
                let cases: Vec<_> = values?.iter().map(|ty| case_of(ty)).collect();
                self.define("variant", "value", &cases.join(", "))
            }
        };
        Some(if optional { format!("option<{wit}>") } else { wit })
    }
}

/// Returns a case that holds a type.
pub(super) fn case_of(ty: &str) -> String {
    let name: String = ty.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let name = name.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    match name.as_str() {
        "string" => format!("text({ty})"),
        "bool" => format!("boolean({ty})"),
        name if is_keyword(name) => format!("number-{name}({ty})"),
        name => format!("{name}({ty})"),
    }
}

/// Returns `-> type`, or nothing for a function without a result.
pub(super) fn result_of(ty: Foreign) -> String {
    match ty {
        Foreign::Error => " -> result<_, string>".to_owned(),
        ty => ty.value().map(|ty| format!(" -> {ty}")).unwrap_or_default(),
    }
}

fn result_type(args: Vec<Foreign>) -> Option<String> {
    let given = args.len();
    let mut args = args.into_iter().map(|arg| match arg {
        Foreign::Error => Some("string".to_owned()),
        arg => arg.value().filter(|ty| ty != "_"),
    });
    let (ok, err) = (args.next()?, args.next());
    if given > 2 {
        return None;
    }
    Some(match (ok, err) {
        (Some(ok), None) => format!("result<{ok}, string>"),
        (None, None) => "result<_, string>".to_owned(),
        (Some(ok), Some(Some(err))) => format!("result<{ok}, {err}>"),
        (None, Some(Some(err))) => format!("result<_, {err}>"),
        (Some(ok), Some(None)) => format!("result<{ok}>"),
        (None, Some(None)) => "result".to_owned(),
    })
}

/// Returns a handle to a resource, which is inside of an `option` or a `list`, not around it.
pub(in super::super) fn handle(word: &str, ty: &str) -> String {
    match ty.split_once('<').and_then(|(outer, rest)| Some((outer, rest.strip_suffix('>')?))) {
        Some((outer @ ("option" | "list" | "own" | "borrow"), inner)) => {
            let inner = handle(word, inner);
            if matches!(outer, "own" | "borrow") { inner } else { format!("{outer}<{inner}>") }
        }
        _ => format!("{word}<{ty}>"),
    }
}

fn is_wit_generic(word: &str) -> bool {
    matches!(
        word,
        "list" | "option" | "result" | "tuple" | "future" | "stream" | "map" | "own" | "borrow"
    )
}

/// Returns `true` for a generic type with its arguments in brackets, as in Python.
pub(super) fn is_generic_in_brackets(word: &str) -> bool {
    word == "Union" || is_pointer(word) || generic_name(word).is_some() || is_wit_generic(word)
}

/// Returns `true` for a type that only says how a value is stored.
fn is_pointer(word: &str) -> bool {
    matches!(
        word,
        "Box"
            | "Rc"
            | "Arc"
            | "Cell"
            | "RefCell"
            | "Mutex"
            | "RwLock"
            | "Cow"
            | "Pin"
            | "Final"
            | "Required"
            | "Readonly"
            | "ReadOnly"
            | "ClassVar"
            | "shared_ptr"
            | "unique_ptr"
            | "Annotated"
            | "Weak"
    )
}
