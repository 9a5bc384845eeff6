//! Definitions of types: that they hold something, not too much, and nothing twice.

use super::bodies::{shape_types, walk};
use super::model::{Checker, Owner};
use crate::diagnostic::{Diagnostic, TypeError};
use crate::syntax::tree::{Shape, Type, TypeDef, TypeKind};

impl<'t> Checker<'t> {
    /// Checks a definition.
    pub(super) fn shape(&self, owner: &Owner<'t>, def: &'t TypeDef) {
        let file = self.owner_file(owner);
        let of = format!("{} `{}`", def.shape.word(), def.name.text);
        match &def.shape {
            Shape::Record(fields) => {
                self.not_empty(owner, def, fields.is_empty(), "field");
                let names = fields.iter().map(|field| &field.name).collect();
                self.unique(owner.package, file, "field", &of, names);
            }
            Shape::Variant(cases) => {
                self.not_empty(owner, def, cases.is_empty(), "case");
                let names = cases.iter().map(|case| &case.name).collect();
                self.unique(owner.package, file, "case", &of, names);
            }
            Shape::Enum(cases) => {
                self.not_empty(owner, def, cases.is_empty(), "case");
                self.unique(owner.package, file, "case", &of, cases.iter().collect());
            }
            Shape::Flags(flags) => {
                self.not_empty(owner, def, flags.is_empty(), "flag");
                self.not_too_many(owner, def, flags.len());
                self.unique(owner.package, file, "flag", &of, flags.iter().collect());
            }
            Shape::Alias(_) | Shape::Resource(_) | Shape::Unknown => {}
        }
        for ty in shape_types(&def.shape) {
            self.ty(owner, ty);
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
        let fault = Diagnostic::at(kind, file, def.name.span.clone(), "nothing in it");
        let inside = if item == "field" { "some-field: u32" } else { "some-name" };
        let help = format!("write `{word} {} {{ {inside} }}`, or delete it", def.name.text);
        self.report(owner.package, fault.with_help(help));
    }

    fn not_too_many(&self, owner: &Owner<'t>, def: &TypeDef, count: usize) {
        let Shape::Flags(flags) = &def.shape else { return };
        let Some(first) = flags.get(32) else { return };
        let kind = TypeError::TooManyFlags { name: def.name.text.clone(), count };
        let file = self.owner_file(owner);
        let fault =
            Diagnostic::at(kind, file, def.name.span.clone(), "the component model allows 32")
                .with_label(file, first.span.clone(), "the 33rd")
                .with_help(format!(
                    "split it: `flags {0} {{ … }}` and `flags {0}-more {{ … }}`",
                    def.name.text
                ));
        self.report(owner.package, fault);
    }

    /// Checks a type where it is used: tuples, maps and handles in it.
    pub(super) fn ty(&self, owner: &Owner<'t>, ty: &'t Type) {
        walk(ty, &mut |ty| match &ty.kind {
            TypeKind::Tuple(types) if types.is_empty() => self.empty_tuple(owner, ty),
            TypeKind::Map(key, value) => self.map_key(owner, key, value),
            TypeKind::Own(name) => self.handle(owner, name, "own"),
            TypeKind::Borrow(name) => self.handle(owner, name, "borrow"),
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
        let fault = Diagnostic::at(TypeError::EmptyTuple, file, ty.span.clone(), "nothing in it");
        let help = "leave it out: a function without `->` gives nothing, `result` holds nothing";
        self.report(owner.package, fault.with_help(help));
    }

    fn map_key(&self, owner: &Owner<'t>, key: &'t Type, value: &'t Type) {
        let file = self.owner_file(owner);
        let text = self.text(file, &key.span);
        let sound = match &key.kind {
            TypeKind::Plain => !matches!(text, "f32" | "f64" | "error-context"),
            // Not even an alias of a type that could be one.
            TypeKind::Name(name) => owner.local(&name.text).is_none(),
            TypeKind::Unknown => true,
            TypeKind::Own(_)
            | TypeKind::Borrow(_)
            | TypeKind::Tuple(_)
            | TypeKind::Wrap(_)
            | TypeKind::Map(..)
            | TypeKind::Result(..) => false,
        };
        if sound {
            return;
        }
        let kind = TypeError::MapKey { key: text.to_owned() };
        let value = self.text(file, &value.span);
        let pairs = format!("`list<tuple<{text}, {value}>>`");
        let (label, help) = match self.key_behind(owner, key) {
            Some(plain) => (
                format!("this is a name for `{plain}`, and only `{plain}` itself can be a key"),
                format!("write `map<{plain}, {value}>`"),
            ),
            None => (
                "a key is an integer, a `bool`, a `char` or a `string`".to_owned(),
                format!("write `map<string, {value}>`, or a list of pairs: {pairs}"),
            ),
        };
        let fault = Diagnostic::at(kind, file, key.span.clone(), label);
        self.report(owner.package, fault.with_help(help));
    }

    /// The type of WIT's own that a name stands for, if that can be the key of a map.
    fn key_behind(&self, owner: &Owner<'t>, key: &Type) -> Option<&'t str> {
        let TypeKind::Name(name) = &key.kind else { return None };
        let (at, def) = self.origin(*owner, &name.text)?;
        let Shape::Alias(ty) = &def.shape else { return None };
        let text = self.text(self.owner_file(&at), &ty.span);
        let sound = matches!(ty.kind, TypeKind::Plain);
        (sound && !matches!(text, "f32" | "f64" | "error-context")).then_some(text)
    }
}
