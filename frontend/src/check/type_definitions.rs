//! Checks type definitions: member counts, duplicate members, map keys and handles.

use super::checker::{Checker, Owner};
use super::edits::indentation;
use super::visit::{shape_types, walk};
use crate::diagnostic::{Diagnostic, Edit, Help, TypeError};
use crate::files::FileId;
use crate::syntax::tree::{Name, Shape, Type, TypeDef, TypeKind};

impl<'t> Checker<'t> {
    /// Checks a type definition.
    pub(super) fn type_definition(&self, owner: &Owner<'t>, def: &'t TypeDef) {
        let file = self.owner_file(owner);
        let of = format!("{} `{}`", def.shape.word(), def.name.text);
        let plain = |name: &'t Name| (name, name.span.end);
        match &def.shape {
            Shape::Record(fields) => {
                self.not_empty(owner, def, fields.is_empty(), "field");
                let names = fields.iter().map(|field| (&field.name, field.ty.span.end));
                self.unique(owner.package, file, "field", &of, names);
            }
            Shape::Variant(cases) => {
                self.not_empty(owner, def, cases.is_empty(), "case");
                let names = cases.iter().map(|case| {
                    let end = case.ty.as_ref().map(|ty| ty.span.end);
                    let close = |end: usize| {
                        self.source(file)[end..].find(')').map_or(end, |close| end + close + 1)
                    };
                    (&case.name, end.map_or(case.name.span.end, close))
                });
                self.unique(owner.package, file, "case", &of, names);
            }
            Shape::Enum(cases) => {
                self.not_empty(owner, def, cases.is_empty(), "case");
                self.unique(owner.package, file, "case", &of, cases.iter().map(plain));
            }
            Shape::Flags(flags) => {
                self.not_empty(owner, def, flags.is_empty(), "flag");
                self.not_too_many(owner, def, flags.len());
                self.unique(owner.package, file, "flag", &of, flags.iter().map(plain));
            }
            Shape::Alias(_) | Shape::Resource(_) | Shape::Unknown => {}
        }
        for ty in shape_types(&def.shape) {
            self.check_type(owner, ty);
        }
    }

    fn not_empty(&self, owner: &Owner<'t>, def: &TypeDef, empty: bool, item: &str) {
        if !empty {
            return;
        }
        let word = def.shape.word();
        let kind = TypeError::Empty {
            word: word.to_owned(),
            name: def.name.text.clone(),
            item: item.to_owned(),
        };
        let file = self.owner_file(owner);
        let diagnostic = Diagnostic::at(
            kind,
            file,
            def.name.span.clone(),
            format!("at least one {item} is required"),
        );
        let inside = if item == "field" { "some-field: u32" } else { "some-name" };
        let sentence = format!("write `{word} {} {{ {inside} }}`, or remove it", def.name.text);
        let source = &self.source(file)[def.name.span.end..];
        let braces = source.find('{').zip(source.find('}'));
        let edit = braces.map(|(open, close)| {
            let range = def.name.span.end + open + 1..def.name.span.end + close;
            Edit::new(file, range, format!(" {inside} "))
        });
        let help = Help::edits(sentence, edit.into_iter().collect());
        self.report(owner.package, diagnostic.with_help(help));
    }

    fn not_too_many(&self, owner: &Owner<'t>, def: &TypeDef, count: usize) {
        let Shape::Flags(flags) = &def.shape else { return };
        let Some(first) = flags.get(32) else { return };
        let kind = TypeError::TooManyFlags { name: def.name.text.clone(), count };
        let file = self.owner_file(owner);
        let diagnostic =
            Diagnostic::at(kind, file, def.name.span.clone(), format!("{count} flags"))
                .with_label(file, first.span.clone(), "the 33rd flag")
                .with_help(self.split_flags(file, def, flags));
        self.report(owner.package, diagnostic);
    }

    /// Returns the help that starts another `flags` type after each 32 flags.
    fn split_flags(&self, file: FileId, def: &TypeDef, flags: &[Name]) -> Help {
        let name = &def.name.text;
        let starts = flags.iter().skip(32).step_by(32).zip(2..);
        let edits: Vec<Edit> = starts
            .map(|(first, number)| {
                let source = self.source(file);
                let at = first.span.start;
                let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
                let text = format!("flags {name}-{number} {{");
                if !source[line..at].trim().is_empty() {
                    return Edit::new(file, at..at, format!("}} {text} "));
                }
                let indent = indentation(source, def.name.span.start);
                Edit::new(file, line..line, format!("{indent}}}\n{indent}{text}\n"))
            })
            .collect();
        let count = edits.len() + 1;
        Help::edits(format!("split it into {count} types of at most 32 flags each"), edits)
    }

    /// Checks the tuples, maps and handles in a type.
    pub(super) fn check_type(&self, owner: &Owner<'t>, ty: &'t Type) {
        walk(ty, &mut |ty| match &ty.kind {
            TypeKind::Tuple(types) if types.is_empty() => self.empty_tuple(owner, ty),
            TypeKind::Map(key, value) => self.map_key(owner, key, value),
            TypeKind::Own(name) => self.handle(owner, ty, name, "own"),
            TypeKind::Borrow(name) => self.handle(owner, ty, name, "borrow"),
            TypeKind::Plain
            | TypeKind::Name(_)
            | TypeKind::Tuple(_)
            | TypeKind::Wrap(_)
            | TypeKind::Result(..)
            | TypeKind::Unknown => {}
        });
    }

    fn empty_tuple(&self, owner: &Owner<'t>, ty: &Type) {
        let file = self.owner_file(owner);
        let diagnostic =
            Diagnostic::at(TypeError::EmptyTuple, file, ty.span.clone(), "empty tuple");
        let help = Help::remove(
            "remove it: a function without `->` returns nothing, and `result` carries nothing",
        );
        self.report(owner.package, diagnostic.with_help(help));
    }

    fn map_key(&self, owner: &Owner<'t>, key: &'t Type, value: &'t Type) {
        let file = self.owner_file(owner);
        let text = self.text(file, &key.span);
        let valid = match &key.kind {
            TypeKind::Plain => !matches!(text, "f32" | "f64" | "error-context"),
            // Not even an alias of a valid key type.
            TypeKind::Name(name) => self.local(owner, &name.text).is_none(),
            TypeKind::Unknown => true,
            TypeKind::Own(_)
            | TypeKind::Borrow(_)
            | TypeKind::Tuple(_)
            | TypeKind::Wrap(_)
            | TypeKind::Map(..)
            | TypeKind::Result(..) => false,
        };
        if valid {
            return;
        }
        let kind = TypeError::MapKey { key: text.to_owned() };
        let value = self.text(file, &value.span);
        let pairs = format!("`list<tuple<{text}, {value}>>`");
        let (label, help) = match self.key_behind(owner, key) {
            Some(plain) => (
                format!("an alias of `{plain}`; a key must be `{plain}` itself"),
                Help::write(format!("map<{plain}, {value}>")),
            ),
            None => (
                "expected an integer type, `bool`, `char` or `string`".to_owned(),
                Help::write(format!("map<string, {value}>"))
                    .saying(format!("write `map<string, {value}>`, or a list of pairs, {pairs}")),
            ),
        };
        let diagnostic = Diagnostic::at(kind, file, key.span.clone(), label);
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Returns the built-in type that a name is an alias of, if it is a valid key.
    fn key_behind(&self, owner: &Owner<'t>, key: &Type) -> Option<&'t str> {
        let TypeKind::Name(name) = &key.kind else { return None };
        let (at, def) = self.origin(*owner, &name.text)?;
        let Shape::Alias(ty) = &def.shape else { return None };
        let text = self.text(self.owner_file(&at), &ty.span);
        let plain = matches!(ty.kind, TypeKind::Plain);
        (plain && !matches!(text, "f32" | "f64" | "error-context")).then_some(text)
    }

    /// Checks the type in a handle.
    fn handle(&self, owner: &Owner<'t>, ty: &Type, name: &Name, word: &str) {
        let Some((at, def)) = self.origin(*owner, &name.text) else { return };
        if matches!(def.shape, Shape::Resource(_) | Shape::Unknown) {
            return;
        }
        let what = match def.shape.word() {
            "enum" => "an enum".to_owned(),
            "flags" => "flags".to_owned(),
            word => format!("a {word}"),
        };
        let kind = TypeError::NotAResource { name: name.text.clone(), what, word: word.to_owned() };
        let file = self.owner_file(owner);
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not a resource")
            .with_label(
                self.owner_file(&at),
                def.name.span.clone(),
                format!("{} defined here", def.shape.word()),
            )
            .with_help(Help::edits(
                format!("write `{}` without `{word}<…>`", name.text),
                vec![Edit::new(file, ty.span.clone(), self.text(file, &name.span))],
            ));
        self.report(owner.package, diagnostic);
    }
}
