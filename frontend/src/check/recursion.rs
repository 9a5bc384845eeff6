//! Types that contain themselves: the whole way round.

use super::bodies::shape_types;
use super::cycles::{Edge, rings};
use super::model::{Checker, Owner};
use crate::diagnostic::{Diagnostic, TypeError};
use crate::syntax::tree::{Shape, Type, TypeDef};

impl<'t> Checker<'t> {
    /// Reports every ring of types in a body, once each.
    pub(super) fn recursive_types(&self, owner: &Owner<'t>) {
        let types = &owner.body.types;
        let file = self.owner_file(owner);
        let index = |name: &str| types.iter().position(|def| def.name.text == name);
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
        for ring in rings(&edges) {
            self.report(owner.package, self.recursive(types, file, &ring));
        }
    }

    fn recursive(
        &self,
        types: &[TypeDef],
        file: crate::files::FileId,
        ring: &[(usize, Edge)],
    ) -> Diagnostic {
        let names = ring.iter().map(|(from, _)| format!("`{}`", types[*from].name.text));
        let first = &types[ring[0].0];
        let shown = names.chain([format!("`{}`", first.name.text)]).collect::<Vec<_>>().join(" → ");
        let word = first.shape.word();
        let kind =
            TypeError::Recursive { name: format!("{word} `{}`", first.name.text), ring: shown };
        let edge = &ring[0].1;
        let label = match ring {
            [_] => "it is in itself here".to_owned(),
            _ => format!("`{}` in `{}`", types[edge.to].name.text, first.name.text),
        };
        let mut fault = Diagnostic::at(kind, file, edge.span.clone(), label);
        fault = fault.with_label(file, first.name.span.clone(), "this type");
        for (from, edge) in &ring[1..] {
            let label = format!("`{}` in `{}`", types[edge.to].name.text, types[*from].name.text);
            fault = fault.with_label(file, edge.span.clone(), label);
        }
        let name = &first.name.text;
        if ring.iter().all(|(at, _)| matches!(types[*at].shape, Shape::Alias(_))) {
            return fault.with_help(format!(
                "say for one of them which type it is, as in `type {name} = u32;`"
            ));
        }
        fault.with_help(format!(
            "WIT has no recursive types: keep all in one `list<{name}>` and write the index, a \
             `u32`, here; or make `{name}` a `resource`"
        ))
    }
}
