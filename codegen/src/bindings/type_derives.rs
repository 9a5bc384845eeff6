//! The option `additional_derives`: each derive for all types of a run, except those for which it is certain to fail.

use std::collections::BTreeSet;

use heck::ToKebabCase as _;
use wit_bindgen_core::Types;

use super::escape;
use super::generated_items::GeneratedItems;
use crate::derives::{self, Derives};
use crate::request::{GuestOptions, Ownership, TypeOptions, With};
use crate::rust_names::camel;
use crate::types::{dealias, holds_resource};
use crate::wit_parser::{Resolve, Span, Type, TypeDefKind, TypeId, TypeOwner};
use crate::workspace::{Workspace, at_span, locate};
use frontend::diagnostic::{Diagnostic, Location, RustError};
use frontend::files::Files;
use frontend::roots::Given;

/// The most types that a warning shows.
const MAX_SHOWN: usize = 5;

/// The derives of one run, as options of wit-bindgen.
#[derive(Default)]
pub(super) struct RunDerives {
    /// The derives of all types that `ignored` does not name.
    pub(super) all: Vec<String>,
    /// The names in Rust, in kebab case, of types with derives of their own.
    pub(super) ignored: Vec<String>,
    /// The derives of such types, as attributes.
    pub(super) attributes: Vec<(String, String)>,
    /// The types without some of the derives.
    pub(super) skipped: Vec<Skipped>,
}

/// A type without some of the derives.
#[derive(Clone, PartialEq)]
pub(super) struct Skipped {
    name: String,
    span: Span,
    derives: Vec<String>,
}

/// Decides on the derives of each type of a run.
pub(super) fn of_run(
    types: &TypeOptions,
    guest: &GuestOptions,
    run: &GeneratedItems<'_>,
) -> RunDerives {
    let all = types.additional_derives.clone();
    if all.is_empty() {
        return RunDerives::default();
    }
    let is_unknown = |id| is_ignored(guest, run.resolve, id) || is_replaced(types, run, id);
    let has_default = |id| has_default(guest, run, id);
    let mut analysis = Derives::new(run.resolve, &is_unknown, &has_default);
    analysis.owns_lists = types.ownership == Ownership::Owning;
    analysis.known_maps = guest.map_type.is_none();
    let defined: Vec<(String, TypeId)> = run
        .defined_types()
        .into_iter()
        .filter(|(_, id)| !is_ignored(guest, run.resolve, *id))
        .collect();
    let merged = merged_types(guest, run, &defined);
    let mut own_names = BTreeSet::new();
    // Types that get all their derives from the user.
    let mut given = BTreeSet::new();
    let mut skipped = Vec::new();
    for (full_name, id) in &defined {
        let fails = all.iter().filter(|derive| analysis.fails(derive, *id));
        let fails: Vec<String> = fails.map(|path| derives::name(path).to_owned()).collect();
        if fails.is_empty() {
            continue;
        }
        own_names.insert(kebab(run.resolve, *id));
        if has_own_derives(guest, full_name) {
            given.insert(*id);
        } else {
            let span = run.resolve.types[*id].span;
            skipped.push(Skipped { name: full_name.clone(), span, derives: fails });
        }
    }
    // wit-bindgen's option names types without their interfaces.
    let with_own = defined.iter().filter(|(_, id)| {
        own_names.contains(&kebab(run.resolve, *id)) && !given.contains(id) && !merged.contains(id)
    });
    let attributes = with_own.filter_map(|(full_name, id)| {
        let is_kept = |path: &&String| {
            !analysis.fails(path, *id) && !is_automatic(run.resolve, *id, derives::name(path))
        };
        let kept: Vec<&str> = all.iter().filter(is_kept).map(String::as_str).collect();
        (!kept.is_empty()).then(|| (full_name.clone(), format!("#[derive({})]", kept.join(", "))))
    });
    let attributes = attributes.collect();
    // With `ownership: Borrowing`, a type may have two forms.
    let forms = |name: String| ["", "-param", "-result"].map(|form| format!("{name}{form}"));
    let ignored = own_names.into_iter().flat_map(forms).collect();
    RunDerives { all, ignored, attributes, skipped }
}

/// The warning about the types that do not have all derives.
pub(super) fn warning(
    files: &Files,
    workspace: &Workspace,
    skipped: &[Skipped],
) -> Option<Diagnostic> {
    let (first, others) = skipped.split_first()?;
    let label = |it: &Skipped| format!("without {}", quoted(&it.derives));
    let shown = skipped.iter().take(MAX_SHOWN).map(|it| format!("`{}`", it.name));
    let mut types = shown.collect::<Vec<_>>().join(", ");
    if let Some(hidden) = skipped.len().checked_sub(MAX_SHOWN).filter(|hidden| *hidden > 0) {
        types = format!("{types} and {hidden} more");
    }
    let map = &workspace.resolve.source_map;
    let mut warning = at_span(files, map, first.span, RustError::DerivesSkipped { types }, "wit");
    if let Location::Source(source) = &mut warning.location {
        source.text = label(first);
    }
    for other in others.iter().take(MAX_SHOWN - 1) {
        if let Some((file, range)) = locate(files, map, other.span) {
            warning = warning.with_label(file, range, label(other));
        }
    }
    let help = "name types without any of the derives in `additional_derives_ignore`, or give a type its own with \
                `additional_type_attributes`";
    Some(warning.with_help(help))
}

fn quoted(derives: &[String]) -> String {
    derives.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

/// The types that `merge_structurally_equal_types` makes aliases of others, which cannot have attributes.
fn merged_types(
    guest: &GuestOptions,
    run: &GeneratedItems<'_>,
    defined: &[(String, TypeId)],
) -> BTreeSet<TypeId> {
    if !guest.merge_structurally_equal_types {
        return BTreeSet::new();
    }
    let mut types = Types::default();
    types.analyze(run.resolve);
    types.collect_equal_types(run.resolve, run.world, &|_| true);
    let ids = defined.iter().map(|(_, id)| *id);
    ids.filter(|id| types.get_representative_type(*id) != *id).collect()
}

/// The name of a type in wit-bindgen's `additional_derives_ignore`.
fn kebab(resolve: &Resolve, id: TypeId) -> String {
    camel(resolve.types[id].name.as_deref().unwrap_or_default()).to_kebab_case()
}

/// `true` if the type is named in `additional_derives_ignore`.
fn is_ignored(guest: &GuestOptions, resolve: &Resolve, id: TypeId) -> bool {
    let Some(name) = &resolve.types[id].name else { return false };
    let name = escape::without_mark(name);
    guest.additional_derives_ignore.iter().any(|given| given.value == name)
}

/// `true` if `additional_type_attributes` gives the type derives of its own.
fn has_own_derives(guest: &GuestOptions, name: &str) -> bool {
    guest
        .additional_type_attributes
        .iter()
        .any(|(given, it)| given.value == name && it.contains("derive"))
}

/// `true` if a path in `with` replaces the type or its interface.
fn is_replaced(types: &TypeOptions, run: &GeneratedItems<'_>, id: TypeId) -> bool {
    let replaced = |name: &str| {
        let is = |(given, with): &(Given<String>, With)| {
            given.value == name && matches!(with, With::Path(_))
        };
        types.with.iter().any(is)
    };
    if types.with.is_empty() {
        return false;
    }
    let definition = dealias(run.resolve, id);
    match run.resolve.types[definition].owner {
        TypeOwner::Interface(owner) => {
            run.resolve.id_of(owner).is_some_and(|name| replaced(&name))
                || replaced(&run.full_name(definition))
        }
        TypeOwner::World(_) => replaced(&run.full_name(definition)),
        TypeOwner::None => false,
    }
}

/// `true` if the user gives a case the attribute `#[default]`.
fn has_default(guest: &GuestOptions, run: &GeneratedItems<'_>, id: TypeId) -> bool {
    let name = run.full_name(id);
    guest.additional_member_attributes.iter().any(|(given, attribute)| {
        let owner = given.value.rsplit_once('.').map(|(owner, _)| owner);
        owner == Some(name.as_str()) && attribute.contains("default")
    })
}

/// `true` if wit-bindgen derives it by itself.
fn is_automatic(resolve: &Resolve, id: TypeId, derive: &str) -> bool {
    match (&resolve.types[id].kind, derive) {
        (TypeDefKind::Enum(_), name) => {
            matches!(name, "Clone" | "Copy" | "Eq" | "Ord" | "PartialEq" | "PartialOrd")
        }
        (_, "Clone" | "Copy") => !holds_resource(resolve, Type::Id(id)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::request::Request;
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    const SOURCE: &str = "package a:b; interface i {
    resource r;
    record holds { r: r }
    variant may-hold { a(list<holds>), b }
    record scalar { f: f32 }
    record plain { s: string }
    enum e { a, b }
}
interface j { record holds { u: u8 } }
world w { import i; import j; export i; }";

    fn expand(derives: &[&str], change: impl FnOnce(&mut Request)) -> (String, Vec<String>) {
        let mut request = Request::of_inline(SOURCE);
        request.types.additional_derives = derives.iter().map(|it| (*it).to_owned()).collect();
        change(&mut request);
        let bindings = crate::expand(&request);
        let messages = bindings.diagnostics.iter().map(|it| it.render(&bindings.files)).collect();
        (bindings.code.to_string(), messages)
    }

    /// The derives of each definition of a type.
    fn derives(code: &str, ty: &str) -> Vec<String> {
        let definitions = code.match_indices(ty).map(|(at, _)| &code[..at]);
        let derives = definitions.map(|before| {
            let start = before.rfind(['}', ';']).map_or(0, |at| at + 1);
            let lists = before[start..].split("derive (").skip(1);
            let lists = lists.filter_map(|text| text.split(')').next());
            lists.collect::<Vec<_>>().join(" | ")
        });
        derives.collect()
    }

    #[test]
    fn a_derive_that_fails_is_skipped_with_one_warning() {
        let (code, messages) = expand(&["PartialEq", "Eq"], |_| {});
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].contains("[AB1011]"), "{}", messages[0]);
        for name in ["a:b/i/holds", "a:b/i/may-hold", "a:b/i/scalar"] {
            assert!(messages[0].contains(name), "{name}: {}", messages[0]);
        }
        assert_eq!(derives(&code, "pub enum MayHold "), ["", ""]);
        // Of the interface `i`, also as an export, and `j`.
        let mut holds = derives(&code, "pub struct Holds ");
        holds.sort();
        assert_eq!(holds, ["", "", "Clone , Copy | PartialEq , Eq"]);
    }

    #[test]
    fn derives_of_each_type_are_kept_as_far_as_they_work() {
        let (code, _) = expand(&["PartialEq", "Eq"], |_| {});
        assert_eq!(derives(&code, "pub struct Scalar "), ["Clone , Copy | PartialEq"]);
        assert_eq!(derives(&code, "pub struct Plain "), ["Clone , Eq , PartialEq"]);
        assert_eq!(
            derives(&code, "pub enum E "),
            ["Clone , Copy , Eq , Ord , PartialEq , PartialOrd"]
        );
    }

    #[test]
    fn ignored_types_have_no_derive_and_no_warning() {
        let (code, messages) = expand(&["PartialEq"], |request| {
            let names = ["holds", "may-hold"].into_iter().enumerate();
            let given = names.map(|(at, name)| Given {
                value: name.to_owned(),
                argument: ArgumentId(at as u32 + 1),
            });
            request.guest.additional_derives_ignore = given.collect();
        });
        assert_eq!(messages, [""; 0]);
        assert_eq!(derives(&code, "pub enum MayHold "), ["", ""]);
    }

    #[test]
    fn a_type_that_fails_gets_the_derives_of_its_own_option() {
        let (code, messages) = expand(&["PartialEq", "Hash"], |request| {
            let value = "a:b/i/scalar".to_owned();
            let name = Given { value, argument: ArgumentId(1) };
            let attribute = "#[derive(PartialEq)]".to_owned();
            request.guest.additional_type_attributes = vec![(name, attribute)];
        });
        assert_eq!(derives(&code, "pub struct Scalar "), ["Clone , Copy | PartialEq"]);
        assert!(!messages[0].contains("scalar"), "{messages:?}");
    }

    #[test]
    fn merged_types_have_no_attributes() {
        let (code, messages) = expand(&["PartialEq", "Eq"], |request| {
            let record = "record scalar { f: f32 }";
            let inline = request.roots.inline.as_mut().expect("the source");
            inline.value =
                inline.value.replace("interface j {", &format!("interface j {{ {record}"));
            request.guest.merge_structurally_equal_types = true;
        });
        assert!(messages.len() == 1 && messages[0].contains("[AB1011]"), "{messages:?}");
        assert_eq!(derives(&code, "pub struct Scalar "), ["Clone , Copy | PartialEq"]);
    }

    #[test]
    fn unknown_derives_are_for_all_types() {
        let (code, messages) = expand(&["strum::Display"], |_| {});
        assert_eq!(messages, [""; 0]);
        assert_eq!(derives(&code, "pub enum MayHold ").len(), 2);
        assert!(derives(&code, "pub enum MayHold ")[0].contains("strum"));
    }
}
