//! Rejects WIT with more items than bindings can be generated for, and types and functions with more members than a component
//! can have, before wit-parser reads it: the time that it takes grows with the square of their number.

use frontend::diagnostic::{Diagnostic, Location, PackageError, TypeError};
use frontend::files::{FileId, Files};
use frontend::sources::Folder;
use frontend::syntax::tree::{Body, ExternKind, Function, Interface, Name, Scope, Shape, TypeDef};

/// The largest number of nested packages in a folder.
const MAX_PACKAGES: usize = 1_000;

/// The largest number of items in a folder: interfaces, worlds, types and functions, and what `use` and `include` name.
const MAX_ITEMS: usize = 50_000;

/// The largest number of fields or cases: `MAX_WASM_RECORD_FIELDS`, `MAX_WASM_VARIANT_CASES` and `MAX_WASM_ENUM_CASES` of
/// wasmparser 0.262.
const MAX_MEMBERS: usize = 10_000;

/// The largest number of parameters: `MAX_WASM_FUNCTION_PARAMS` of wasmparser 0.262.
const MAX_PARAMETERS: usize = 1_000;

/// The largest number of resources in an interface: wit-bindgen indents the code of each one level deeper than that of the one
/// before.
const MAX_RESOURCES: usize = 2_000;

/// Returns the error of a folder that exceeds a limit.
pub(super) fn find(files: &Files, folder: &Folder) -> Option<Box<Diagnostic>> {
    if is_small(files, folder) {
        return None;
    }
    let scopes = || folder.wit.iter().map(|&file| (file, &files.tree(file).scope));
    let items: usize = scopes().map(|(_, scope)| items_of_scope(scope)).sum();
    let packages: usize = scopes().map(|(_, scope)| scope.packages.len()).sum();
    if packages > MAX_PACKAGES {
        return Some(Box::new(too_many_items(
            files,
            folder,
            format!("{packages} nested packages"),
        )));
    }
    if items > MAX_ITEMS {
        return Some(Box::new(too_many_items(files, folder, format!("{items} items"))));
    }
    scopes().find_map(|(file, scope)| large_item(file, scope)).map(Box::new)
}

/// Returns `true` if a folder is within all limits, so that its files need not be parsed: each item and each member has a `,`, a `;`
/// or a `{` of its own, but for the last one of a list.
fn is_small(files: &Files, folder: &Folder) -> bool {
    let texts = || folder.wit.iter().map(|&file| &files.get(file).text);
    let count =
        |separator: char| texts().map(|text| text.matches(separator).count()).sum::<usize>();
    let separators: usize = [',', ';', '{'].map(count).iter().sum();
    separators < MAX_PARAMETERS.min(MAX_PACKAGES)
}

fn too_many_items(files: &Files, folder: &Folder, items: String) -> Diagnostic {
    let error = PackageError::TooManyItems { folder: folder.path.clone() };
    let declared = folder.wit.iter().find_map(|&file| {
        let tree = files.tree(file);
        let header = tree.header.as_ref().map(|header| &header.name);
        let name = header.or_else(|| Some(&tree.scope.packages.first()?.name))?;
        Some((file, name.span.clone()))
    });
    let error = match declared {
        Some((file, span)) => Diagnostic::at(error, file, span, items),
        None => Diagnostic::new(error, Location::Path(folder.path.clone())),
    };
    let limit = format!(
        "one folder can have at most {MAX_PACKAGES} nested packages, and {MAX_ITEMS} interfaces, worlds, types, functions and used names"
    );
    error
        .with_step(limit, None)
        .with_help("split the package into several, each in a folder of its own")
}

/// Returns the bodies of the interfaces and worlds of a scope.
fn bodies(scope: &Scope) -> impl Iterator<Item = &Body> {
    let interfaces = scope.interfaces.iter().map(|interface| &interface.body);
    let outer = interfaces.chain(scope.worlds.iter().map(|world| &world.body));
    outer.flat_map(|body| {
        let inner = body.externs.iter().filter_map(|item| match &item.kind {
            ExternKind::Inline(_, body) => Some(body),
            ExternKind::Function(_) | ExternKind::Path(_) | ExternKind::Named(..) => None,
        });
        std::iter::once(body).chain(inner)
    })
}

fn items_of_scope(scope: &Scope) -> usize {
    let nested: usize = scope.packages.iter().map(|package| items_of_scope(&package.scope)).sum();
    let bodies: usize = bodies(scope).map(items_of_body).sum();
    scope.uses.len() + scope.interfaces.len() + scope.worlds.len() + nested + bodies
}

fn items_of_body(body: &Body) -> usize {
    let used: usize = body.uses.iter().map(|used| used.names.len()).sum();
    let included: usize = body.includes.iter().map(|include| 1 + include.names.len()).sum();
    let methods: usize = body.types.iter().map(|def| methods(def).count()).sum();
    let own = body.types.len() + body.functions.len() + body.externs.len();
    used + included + methods + own
}

/// Returns the methods of a resource.
fn methods(def: &TypeDef) -> impl Iterator<Item = &Function> {
    let methods = match &def.shape {
        Shape::Resource(methods) => methods.as_slice(),
        _ => &[],
    };
    methods.iter().map(|method| &method.function)
}

/// Returns the error of the first type or function with too many members.
fn large_item(file: FileId, scope: &Scope) -> Option<Diagnostic> {
    let nested = || scope.packages.iter().find_map(|package| large_item(file, &package.scope));
    let interface = scope.interfaces.iter().find_map(|interface| large_interface(file, interface));
    let body = || bodies(scope).find_map(|body| large_item_of_body(file, body));
    interface.or_else(body).or_else(nested)
}

fn large_item_of_body(file: FileId, body: &Body) -> Option<Diagnostic> {
    let types = body.types.iter().find_map(|def| large_type(file, def));
    types.or_else(|| {
        let externs = body.externs.iter().filter_map(|item| match &item.kind {
            ExternKind::Function(function) => Some(function),
            ExternKind::Inline(..) | ExternKind::Path(_) | ExternKind::Named(..) => None,
        });
        let mut functions =
            body.types.iter().flat_map(methods).chain(&body.functions).chain(externs);
        functions.find_map(|function| {
            let parameters = Members {
                of: "function",
                are: "parameters",
                count: function.params.len(),
                limit: MAX_PARAMETERS,
                help: "pass the values in a record or a list",
            };
            parameters.error(file, &function.name)
        })
    })
}

fn large_interface(file: FileId, interface: &Interface) -> Option<Diagnostic> {
    let types = &interface.body.types;
    let resources = types.iter().filter(|def| matches!(def.shape, Shape::Resource(_)));
    let resources = Members {
        of: "interface",
        are: "resources",
        count: resources.count(),
        limit: MAX_RESOURCES,
        help: "split the interface into several",
    };
    resources.error(file, &interface.name)
}

fn large_type(file: FileId, def: &TypeDef) -> Option<Diagnostic> {
    let (are, count) = match &def.shape {
        Shape::Record(fields) => ("fields", fields.len()),
        Shape::Variant(cases) => ("cases", cases.len()),
        Shape::Enum(cases) => ("cases", cases.len()),
        Shape::Alias(_) | Shape::Flags(_) | Shape::Resource(_) | Shape::Unknown => return None,
    };
    let help = match are {
        "fields" => "hold the values in a list, or in several records",
        _ => "split the type, and hold each part in a case of a variant",
    };
    let members = Members { of: def.shape.word(), are, count, limit: MAX_MEMBERS, help };
    members.error(file, &def.name)
}

/// The members of a type, a function or an interface.
struct Members {
    /// `record`, `variant`, `enum`, `function` or `interface`.
    of: &'static str,
    /// `fields`, `cases`, `parameters` or `resources`.
    are: &'static str,
    count: usize,
    limit: usize,
    help: &'static str,
}

impl Members {
    /// Returns the error of an item if it has too many members.
    fn error(&self, file: FileId, name: &Name) -> Option<Diagnostic> {
        let Self { of, are, count, limit, help } = *self;
        if count <= limit {
            return None;
        }
        let error = TypeError::TooManyMembers {
            of: format!("{of} `{}`", name.text),
            members: are.to_owned(),
        };
        let error = Diagnostic::at(error, file, name.span.clone(), format!("{count} {are}"))
            .with_step(format!("the limit is {limit} {are} in one {of}"), None)
            .with_help(help);
        Some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostic;
    use crate::request::{Request, Side};

    const SIDES: &[Side] = &[
        #[cfg(feature = "guest")]
        Side::Guest,
        #[cfg(feature = "host")]
        Side::Host,
    ];

    /// Returns the titles of the errors of an interface with these items.
    fn titles(side: Side, items: &str) -> Vec<String> {
        let mut request = Request::of_inline(&format!(
            "package a:b; interface j {{ type a = u8; }} interface i {{ {items} }}"
        ));
        request.side = side;
        crate::expand(&request).diagnostics.iter().map(Diagnostic::title).collect()
    }

    #[test]
    fn a_type_or_a_function_with_more_members_than_a_component_can_have_is_one_error() {
        let members = |count: usize, member: &str| -> String {
            (0..count).map(|at| member.replace('#', &at.to_string())).collect()
        };
        for &side in SIDES {
            for (limit, item, member, expected) in [
                (
                    10_000,
                    "record a { MEMBERS }",
                    "m#: u8,",
                    "record `a` has too many fields [AB0617]",
                ),
                (
                    10_000,
                    "variant a { MEMBERS }",
                    "m#(u8),",
                    "variant `a` has too many cases [AB0617]",
                ),
                (10_000, "enum a { MEMBERS }", "m#,", "enum `a` has too many cases [AB0617]"),
                (
                    1_000,
                    "a: func(MEMBERS);",
                    "m#: u8,",
                    "function `a` has too many parameters [AB0617]",
                ),
                (
                    1_000,
                    "resource r { a: func(MEMBERS); }",
                    "m#: u8,",
                    "function `a` has too many parameters [AB0617]",
                ),
            ] {
                let source = |count| item.replace("MEMBERS", &members(count, member));
                assert_eq!(titles(side, &source(limit)), [""; 0], "{item}");
                assert_eq!(titles(side, &source(limit + 1)), [expected], "{item}");
            }
        }
    }

    #[test]
    fn more_resources_than_bindings_are_generated_for_are_one_error() {
        let resources: String = (0..=2_000).map(|at| format!("resource r{at}; ")).collect();
        for &side in SIDES {
            let expected = "interface `i` has too many resources [AB0617]";
            assert_eq!(titles(side, &resources), [expected]);
        }
    }

    #[test]
    fn more_nested_packages_than_a_folder_can_have_are_one_error() {
        let packages: String = (0..=1_000).map(|at| format!("}} package a:b{at} {{ ")).collect();
        for &side in SIDES {
            let titles = titles(side, &packages);
            assert_eq!(titles.len(), 1, "{titles:?}");
            assert!(titles[0].starts_with("too many items in `"), "{titles:?}");
        }
    }

    #[test]
    fn more_items_than_bindings_are_generated_for_are_one_error() {
        for (item, times) in [
            ("m#: func();", 1),
            ("type m# = u8;", 1),
            ("resource m# { constructor(); a: func(); }", 3),
            ("use j.{a as m#};", 1),
        ] {
            let items = (0..=50_000 / times).map(|at| item.replace('#', &at.to_string()));
            for &side in SIDES {
                let titles = titles(side, &items.clone().collect::<String>());
                assert_eq!(titles.len(), 1, "{item}: {titles:?}");
                assert!(titles[0].starts_with("too many items in `"), "{item}: {titles:?}");
            }
        }
    }
}
