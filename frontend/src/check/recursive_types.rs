//! Finds types that contain themselves.

use std::collections::BTreeMap;

use super::checker::{Checker, Owner};
use super::cycles::{Edge, cycles};
use super::visit::shape_types;
use crate::diagnostic::{Diagnostic, Edit, Help, TypeError};
use crate::syntax::tree::{Shape, Type, TypeDef};

impl<'t> Checker<'t> {
    /// Reports the cycles of types in a body.
    pub(super) fn recursive_types(&self, owner: &Owner<'t>) {
        let types = &owner.body.types;
        let file = self.owner_file(owner);
        let mut indices = BTreeMap::new();
        for (index, def) in types.iter().enumerate() {
            indices.entry(def.name.text.as_str()).or_insert(index);
        }
        let index = |name: &str| indices.get(name).copied();
        let edges: Vec<Vec<Edge>> = types
            .iter()
            .map(|def| {
                let names = shape_types(&def.shape).into_iter().flat_map(Type::names);
                names
                    .filter_map(|name| {
                        Some(Edge { to: index(&name.text)?, file, span: name.span.clone() })
                    })
                    .collect()
            })
            .collect();
        for cycle in cycles(&edges) {
            self.report(owner.package, self.recursive(types, file, &cycle));
        }
    }

    fn recursive(
        &self,
        types: &[TypeDef],
        file: crate::files::FileId,
        cycle: &[(usize, Edge)],
    ) -> Diagnostic {
        let names = cycle.iter().map(|(from, _)| format!("`{}`", types[*from].name.text));
        let first = &types[cycle[0].0];
        let shown = names.chain([format!("`{}`", first.name.text)]).collect::<Vec<_>>().join(" → ");
        let word = first.shape.word();
        let kind =
            TypeError::Recursive { name: format!("{word} `{}`", first.name.text), cycle: shown };
        let edge = &cycle[0].1;
        let label = match cycle {
            [_] => format!("`{0}` contains `{0}`", first.name.text),
            _ => format!("`{}` contains `{}`", first.name.text, types[edge.to].name.text),
        };
        let mut diagnostic = Diagnostic::at(kind, file, edge.span.clone(), label);
        diagnostic = diagnostic.with_label(file, first.name.span.clone(), "recursive type");
        for (from, edge) in &cycle[1..] {
            let label =
                format!("`{}` contains `{}`", types[*from].name.text, types[edge.to].name.text);
            diagnostic = diagnostic.with_label(file, edge.span.clone(), label);
        }
        let name = &first.name.text;
        if cycle.iter().all(|(at, _)| matches!(types[*at].shape, Shape::Alias(_))) {
            return diagnostic.with_help(format!(
                "define one of them as another type, as in `type {name} = u32;`"
            ));
        }
        let (last, edge) = &cycle[cycle.len() - 1];
        let replaced = match cycle {
            [_] => "it".to_owned(),
            _ => format!("`{name}` in `{}`", types[*last].name.text),
        };
        let sentence = format!(
            "replace {replaced} with a `u32`, an index into a `list<{name}>`, or make `{name}` a `resource`: WIT \
             has no recursive types"
        );
        // All uses in the definition.
        let names = shape_types(&types[*last].shape).into_iter().flat_map(Type::names);
        let names = names.filter(|other| other.text == *name);
        let edits = names.map(|other| Edit::new(edge.file, other.span.clone(), "u32"));
        diagnostic.with_help(Help::edits(sentence, edits.collect()).guess())
    }
}
