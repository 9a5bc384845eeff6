//! Rejects types that no component can have because of their size, before anything walks over what is inside them.

use crate::types::inside;
use crate::wit_parser::{PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

use super::Workspace;
use super::parse::at_span;
use frontend::diagnostic::{Diagnostic, TypeError};
use frontend::sources::Sources;
use std::collections::BTreeMap;

/// The largest size of a type, counted with all types inside it: `MAX_WASM_TYPE_SIZE` of wasmparser 0.262.
const MAX_SIZE: u64 = 1_000_000;

/// The deepest nesting of types: `MAX_WASM_COMPONENT_TYPE_DEPTH` of wasmparser 0.262.
const MAX_DEPTH: usize = 100;

/// The longest way into a type, aliases included: wit-parser and wit-bindgen take it recursively, on the stack of a thread.
const MAX_STEPS: usize = 256;

/// The size of a type.
#[derive(Clone, Copy)]
struct Size {
    /// The number of types inside it and itself, with each repetition. An alias is none.
    count: u64,
    /// The number of levels. An alias is none.
    depth: usize,
    /// The number of definitions on the longest way into it, aliases included.
    steps: usize,
}

impl Size {
    const PRIMITIVE: Self = Self { count: 1, depth: 1, steps: 0 };

    /// Returns why no component can have a type of this size.
    fn excess(self) -> Option<String> {
        if self.depth > MAX_DEPTH {
            Some(format!("types are nested in it more than {MAX_DEPTH} levels deep"))
        } else if self.count > MAX_SIZE {
            Some(format!(
                "it consists of more than {MAX_SIZE} types, counted wherever they are used"
            ))
        } else if self.steps > MAX_STEPS {
            Some(format!("it is made of more than {MAX_STEPS} aliases, one after another"))
        } else {
            None
        }
    }
}

/// Returns an error for the first type of each folder that is too large, with the index of the folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let mut errors = BTreeMap::new();
    for (id, size) in sizes(resolve) {
        let ty = &resolve.types[id];
        let (Some(name), Some(reason)) = (&ty.name, size.excess()) else { continue };
        let package = package_of(resolve, ty.owner);
        let package = workspace.packages.iter().find(|it| Some(it.id) == package);
        let Some(folder) = package.and_then(|package| package.folder) else { continue };
        errors.entry(folder).or_insert_with(|| {
            let path = &sources.folders[folder].path;
            let error = TypeError::TooLarge { name: name.clone() };
            let error = at_span(&sources.files, &resolve.source_map, ty.span, error, path);
            let help =
                "hold the inner values in a `resource`, or in a list to which others refer by index";
            error.with_step(reason, None).with_help(help)
        });
    }
    errors.into_iter().collect()
}

fn package_of(resolve: &Resolve, owner: TypeOwner) -> Option<PackageId> {
    match owner {
        TypeOwner::Interface(id) => resolve.interfaces[id].package,
        TypeOwner::World(id) => resolve.worlds[id].package,
        TypeOwner::None => None,
    }
}

/// Returns the sizes of all types.
fn sizes(resolve: &Resolve) -> BTreeMap<TypeId, Size> {
    let mut sizes: BTreeMap<TypeId, Size> = BTreeMap::new();
    for (id, _) in &resolve.types {
        let mut next = vec![id];
        while let Some(&id) = next.last() {
            let inside = match resolve.types[id].kind {
                // A handle holds no value of the resource.
                TypeDefKind::Handle(_) => Vec::new(),
                _ => inside(resolve, id),
            };
            let ids = inside.iter().filter_map(|ty| match ty {
                Type::Id(id) => Some(*id),
                _ => None,
            });
            let unknown: Vec<TypeId> = ids.filter(|id| !sizes.contains_key(id)).collect();
            if !unknown.is_empty() {
                next.extend(unknown);
                continue;
            }
            next.pop();
            let own = u8::from(!matches!(resolve.types[id].kind, TypeDefKind::Type(_)));
            let mut size = Size { count: own.into(), depth: own.into(), steps: 1 };
            for ty in inside {
                let of = match ty {
                    Type::Id(id) => sizes[&id],
                    _ => Size::PRIMITIVE,
                };
                size.count = size.count.saturating_add(of.count);
                size.depth = size.depth.max(of.depth + usize::from(own));
                size.steps = size.steps.max(of.steps + 1);
            }
            sizes.insert(id, size);
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::request::{Request, Side};

    /// Returns the messages of a package with `levels` types, each made of the one before by `of`.
    fn messages(side: Side, levels: usize, of: &str) -> Vec<String> {
        let mut text = "package a:b; interface i { type t0 = u8;\n".to_owned();
        for level in 1..levels {
            let definition = of.replace("NEW", &format!("t{level}"));
            let definition = definition.replace("OLD", &format!("t{}", level - 1));
            writeln!(text, "{definition}").expect("a string is writable");
        }
        write!(text, "f: func(a: t{}); }}", levels - 1).expect("a string is writable");
        let mut request = Request::of_inline(&text);
        request.side = side;
        let bindings = crate::expand(&request);
        bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect()
    }

    const SIDES: &[Side] = &[
        #[cfg(feature = "guest")]
        Side::Guest,
        #[cfg(feature = "host")]
        Side::Host,
    ];

    #[test]
    fn a_type_that_no_component_can_have_is_one_error() {
        for &side in SIDES {
            for (levels, of, expected) in [
                (20_000, "type NEW = OLD;", "more than 256 aliases"),
                (20_000, "record NEW { a: OLD }", "more than 100 levels deep"),
                (101, "type NEW = list<OLD>;", "more than 100 levels deep"),
                (40, "record NEW { a: OLD, b: OLD }", "more than 1000000 types"),
                (40, "type NEW = tuple<list<OLD>, option<OLD>>;", "more than 1000000 types"),
                (40, "variant NEW { a(OLD), b(result<OLD, OLD>) }", "more than 1000000 types"),
            ] {
                let messages = messages(side, levels, of);
                assert_eq!(messages.len(), 1, "{of}: {messages:?}");
                assert!(messages[0].contains("[AB0616]"), "{of}: {messages:?}");
                assert!(messages[0].contains(expected), "{of}: {messages:?}");
            }
        }
    }

    #[test]
    fn types_within_the_limits_are_valid() {
        for &side in SIDES {
            for (levels, of) in [
                (100, "type NEW = list<OLD>;"),
                (256, "type NEW = OLD;"),
                (15, "record NEW { a: OLD, b: OLD }"),
                (200, "resource r-NEW { f: func(a: OLD); } type NEW = borrow<r-NEW>;"),
            ] {
                assert_eq!(messages(side, levels, of), [""; 0], "{of}");
            }
        }
    }
}
