//! From the options of the request to those of each run of wit-bindgen.
//!
//! wit-bindgen rejects an option whose name matches nothing in its run. Here there are several runs: each gets the full names
//! that match in it, and a name that matches in none is an error or a warning at its
//! argument.

use std::cell::RefCell;

use wit_bindgen_core::{AsyncFilterSet, ChainableMethodFilterSet};
use wit_bindgen_rust::{Opts, Ownership as Owned, WithOption};

use super::generated_items::GeneratedItems;
use super::type_derives::{self, RunDerives, Skipped};
use super::{escape, with_paths};
use crate::code::items::Item;
use crate::output::RUNTIME;
use crate::request::{Call, GuestOptions, Ownership, TypeOptions, With};
use crate::selector::{self, Matches};
use crate::unmatched;
use crate::wit_parser::{FunctionKind, TypeId};
use crate::workspace::Workspace;
use frontend::diagnostic::Diagnostic;
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The options, and the names in them that were found.
pub(super) struct Options<'a> {
    types: &'a TypeOptions,
    guest: &'a GuestOptions,
    suffix: String,
    /// The items that the names match.
    matches: RefCell<Matches>,
    /// The names that exist, for the help of an error.
    known: RefCell<Known>,
    /// The types without some of the additional derives.
    skipped_derives: RefCell<Vec<Skipped>>,
}

/// The names that exist in the runs so far.
#[derive(Default)]
struct Known {
    interfaces: BTreeSet<String>,
    types: BTreeSet<String>,
    members: BTreeSet<String>,
    filters: BTreeSet<String>,
}

impl Known {
    fn interfaces_and_types(&self) -> BTreeSet<String> {
        self.interfaces.iter().chain(&self.types).cloned().collect()
    }

    /// The types without their interfaces.
    fn bare_types(&self) -> BTreeSet<String> {
        let names = self.types.iter().filter_map(|name| name.rsplit('/').next());
        names.map(str::to_owned).collect()
    }
}

/// The names in an option.
struct NamedOption<'a> {
    option: &'static str,
    given: Vec<&'a Given<String>>,
    /// `true` if a name that matches nothing is an error, `false` if it is a warning.
    must_match: bool,
    /// The names that are valid.
    valid: fn(&Known) -> BTreeSet<String>,
}

impl<'a> Options<'a> {
    pub(super) fn new(types: &'a TypeOptions, guest: &'a GuestOptions, call: &Call) -> Self {
        let own = guest.type_section_suffix.as_deref().unwrap_or_default();
        Self {
            types,
            guest,
            suffix: format!("{}{own}", call.suffix()),
            matches: RefCell::default(),
            known: RefCell::default(),
            skipped_derives: RefCell::default(),
        }
    }

    /// The options of the run for the tree.
    pub(super) fn of_tree(&self, run: &GeneratedItems<'_>) -> Opts {
        let mut opts = self.common(run);
        opts.disable_custom_section_link_helpers = self.guest.disable_custom_section_link_helpers;
        opts.with = self.with(run);
        opts
    }

    /// The options of the run for a world. `imports` are the paths of its imports in the tree.
    pub(super) fn of_world(
        &self,
        run: &GeneratedItems<'_>,
        guest: &GuestOptions,
        imports: Vec<(String, String)>,
    ) -> Opts {
        let mut opts = self.common(run);
        let mut own = self.with(run);
        own.retain(|(_, with)| matches!(with, WithOption::Path(_)));
        // A path of the user overrides that in the tree.
        let is_overridden = |name: &String| own.iter().any(|(own, _)| own == name);
        let imports = imports.into_iter().filter(|(name, _)| !is_overridden(name));
        opts.with = imports.map(|(name, path)| (name, WithOption::Path(path))).collect();
        opts.with.extend(own);
        // A link helper outside of `export!` cannot refer to the section in it.
        opts.disable_custom_section_link_helpers = true;
        opts.stubs = guest.stubs;
        opts.export_prefix = guest.export_prefix.clone();
        opts.disable_run_ctors_once_workaround = guest.disable_run_ctors_once_workaround;
        opts.pub_export_macro = guest.pub_export_macro;
        opts
    }

    fn common(&self, run: &GeneratedItems<'_>) -> Opts {
        let guest = self.guest;
        let RunDerives { all: derives, ignored, attributes, skipped } =
            type_derives::of_run(self.types, guest, run);
        self.add_skipped_derives(skipped);
        let runtime = guest.runtime_path.clone().unwrap_or_else(|| format!("{RUNTIME}::rt"));
        Opts {
            generate_all: true,
            // The tree contains all types, used by functions or not.
            generate_unused_types: true,
            type_section_suffix: Some(self.suffix.clone()),
            std_feature: guest.std_feature,
            raw_strings: guest.raw_strings,
            skip: guest.skip.iter().map(|name| name.value.clone()).collect(),
            export_prefix: guest.export_prefix.clone(),
            ownership: match self.types.ownership {
                Ownership::Owning => Owned::Owning,
                Ownership::Borrowing { duplicate_if_necessary } => {
                    Owned::Borrowing { duplicate_if_necessary }
                }
            },
            runtime_path: Some(runtime),
            map_type: guest.map_type.clone(),
            bitflags_path: guest.bitflags_path.clone(),
            additional_derive_attributes: derives,
            additional_derive_ignore: [self.without_derives(run), ignored].concat(),
            // A derive precedes its helper attributes.
            additional_type_attributes: [attributes, self.type_attributes(run)].concat(),
            additional_member_attributes: self.member_attributes(run),
            disable_run_ctors_once_workaround: guest.disable_run_ctors_once_workaround,
            merge_structurally_equal_types: Some(Some(guest.merge_structurally_equal_types)),
            async_: self.sync(run),
            chainable_methods: self.chainable(run),
            ..Opts::default()
        }
    }

    fn add_skipped_derives(&self, skipped: Vec<Skipped>) {
        let mut all = self.skipped_derives.borrow_mut();
        for it in skipped {
            if !all.contains(&it) {
                all.push(it);
            }
        }
    }

    /// The types without some of the additional derives. Call it after all runs.
    pub(super) fn skipped_derives(&self) -> Vec<Skipped> {
        self.skipped_derives.borrow().clone()
    }

    fn with(&self, run: &GeneratedItems<'_>) -> Vec<(String, WithOption)> {
        let interfaces = run.interface_names();
        let types: BTreeSet<String> = run.types().into_iter().map(|(name, _)| name).collect();
        let mut found = Vec::new();
        for (at, (given, with)) in self.types.with.iter().enumerate() {
            let with = match with {
                With::Path(_) => WithOption::Path(with_paths::name(at)),
                With::Generate => WithOption::Generate,
            };
            let full = self.matching(given, interfaces.iter().chain(&types));
            found.extend(full.into_iter().map(|full| (full, with.clone())));
        }
        if self.has_names() {
            self.known.borrow_mut().interfaces.extend(interfaces);
            self.known.borrow_mut().types.extend(types);
        }
        found
    }

    /// The types in whose place `with` names one.
    pub(super) fn replaced_types(&self, run: &GeneratedItems<'_>) -> BTreeSet<TypeId> {
        let with = self.with(run);
        let is_replaced = |name: &String| {
            with.iter().any(|(full, with)| full == name && matches!(with, WithOption::Path(_)))
        };
        run.types().into_iter().filter(|(name, _)| is_replaced(name)).map(|(_, id)| id).collect()
    }

    /// The imports of the paths in `with`, for the root of the tree. Call it after all runs.
    pub(super) fn imported_paths(&self) -> Vec<Item> {
        let matches = self.matches.borrow();
        let paths =
            self.types.with.iter().enumerate().filter_map(|(at, (name, with))| match with {
                With::Path(path) if matches.contains(name) => Some((at, path)),
                With::Path(_) | With::Generate => None,
            });
        paths.flat_map(|(at, path)| with_paths::import(at, path)).collect()
    }

    fn type_attributes(&self, run: &GeneratedItems<'_>) -> Vec<(String, String)> {
        let types: BTreeSet<String> =
            run.defined_types().into_iter().map(|(name, _)| name).collect();
        let mut found = self.attributes(&self.guest.additional_type_attributes, &types);
        found.extend(self.separate_derives(&types));
        self.known.borrow_mut().types.extend(types);
        found
    }

    /// The bare names of the types without the additional derives. wit-bindgen ignores all types of a name.
    fn without_derives(&self, run: &GeneratedItems<'_>) -> Vec<String> {
        let mut names = BTreeSet::new();
        for (full, _) in run.defined_types() {
            for given in &self.guest.additional_derives_ignore {
                if given.value == bare(&full) {
                    self.matches.borrow_mut().add(given, &full);
                } else if !self.is_match(given, &given.value, &full) {
                    continue;
                }
                names.insert(bare(&full).to_owned());
            }
        }
        names.into_iter().collect()
    }

    /// The additional derives, as attributes, of types with the same name as one that `additional_derives_ignore` names in
    /// another interface.
    fn separate_derives(&self, types: &BTreeSet<String>) -> Vec<(String, String)> {
        let derives = &self.types.additional_derives;
        let ignored = || self.guest.additional_derives_ignore.iter().map(|given| &given.value);
        let is_ignored =
            |full: &String| ignored().any(|it| it == bare(full) || selector::matches(it, full));
        let names: BTreeSet<&str> =
            types.iter().filter(|it| is_ignored(it)).map(|it| bare(it)).collect();
        let others = types.iter().filter(|it| names.contains(bare(it)) && !is_ignored(it));
        let others = others.filter(|_| !derives.is_empty());
        others.map(|full| (full.clone(), format!("#[derive({})]", derives.join(", ")))).collect()
    }

    fn member_attributes(&self, run: &GeneratedItems<'_>) -> Vec<(String, String)> {
        let members: BTreeSet<String> = run
            .defined_types()
            .into_iter()
            .flat_map(|(name, id)| {
                run.members(id).into_iter().map(move |member| format!("{name}.{member}"))
            })
            .collect();
        let found = self.attributes(&self.guest.additional_member_attributes, &members);
        self.known.borrow_mut().members.extend(members);
        found
    }

    fn attributes(
        &self,
        given: &[(Given<String>, String)],
        known: &BTreeSet<String>,
    ) -> Vec<(String, String)> {
        let found = given.iter().flat_map(|(given, attribute)| {
            let full = self.matching(given, known);
            full.into_iter().map(move |full| (full, attribute.clone()))
        });
        found.collect()
    }

    fn sync(&self, run: &GeneratedItems<'_>) -> AsyncFilterSet {
        let mut set = AsyncFilterSet::default();
        for given in &self.guest.sync {
            let (prefix, name) = split_prefix(&given.value, &["import:", "export:"]);
            let functions = run.functions().into_iter().filter(|function| match prefix {
                "import:" => function.imported,
                "export:" => !function.imported,
                _ => true,
            });
            let names =
                functions.map(|function| function.full_name(run.resolve, &function.function.name));
            self.filters(given, name, names)
                .iter()
                .for_each(|name| set.push(&format!("{prefix}{name}")));
        }
        self.add_known_functions(run);
        set
    }

    fn chainable(&self, run: &GeneratedItems<'_>) -> ChainableMethodFilterSet {
        let mut set = ChainableMethodFilterSet::default();
        for given in &self.guest.chainable_methods {
            let (prefix, name) = split_prefix(&given.value, &["-", "&"]);
            let methods = run.functions().into_iter().filter_map(|generated| {
                let function = generated.function;
                let (FunctionKind::Method(resource) | FunctionKind::AsyncMethod(resource)) =
                    function.kind
                else {
                    return None;
                };
                let is_chainable = generated.imported && function.result.is_none();
                let resource = run.resolve.types[resource].name.as_deref().unwrap_or_default();
                is_chainable.then(|| {
                    [resource, &function.name].map(|name| generated.full_name(run.resolve, name))
                })
            });
            self.filters(given, name, methods.flatten())
                .iter()
                .for_each(|name| set.push(&format!("{prefix}{name}")));
        }
        set
    }

    /// The filters of wit-bindgen for the functions that `name` matches, or for all.
    fn filters(
        &self,
        given: &Given<String>,
        name: &str,
        functions: impl Iterator<Item = String>,
    ) -> BTreeSet<String> {
        if name == "all" {
            self.matches.borrow_mut().add(given, name);
            return BTreeSet::from(["all".to_owned()]);
        }
        functions.filter(|full| self.is_match(given, name, full)).collect()
    }

    /// The names of `full` that `given` matches.
    fn matching<'b>(
        &self,
        given: &Given<String>,
        full: impl IntoIterator<Item = &'b String>,
    ) -> Vec<String> {
        let found = full.into_iter().filter(|full| self.is_match(given, &given.value, full));
        found.cloned().collect()
    }

    /// `true` if `name`, which is that of an argument, matches the item `full`. Records the match.
    fn is_match(&self, given: &Given<String>, name: &str, full: &str) -> bool {
        let unmarked = escape::without_mark(full);
        let is_match = selector::matches(name, &unmarked);
        if is_match {
            self.matches.borrow_mut().add(given, &unmarked);
        }
        is_match
    }

    fn add_known_functions(&self, run: &GeneratedItems<'_>) {
        if !self.has_names() {
            return;
        }
        let names = run.functions().into_iter().map(|generated| {
            escape::without_mark(&generated.full_name(run.resolve, &generated.function.name))
        });
        self.known.borrow_mut().filters.extend(names);
    }

    /// `true` if an option contains a name that may match nothing, so that `known` is needed.
    fn has_names(&self) -> bool {
        self.named().into_iter().any(|option| !option.given.is_empty())
    }

    /// The options whose names must match something.
    fn named(&self) -> [NamedOption<'a>; 6] {
        let guest = self.guest;
        let with = self.types.with.iter().map(|(name, _)| name).collect();
        let of =
            |pairs: &'a [(Given<String>, String)]| pairs.iter().map(|(name, _)| name).collect();
        let all = |names: &'a [Given<String>]| names.iter().collect();
        let option = |option, given, valid| NamedOption { option, given, must_match: true, valid };
        let ignored = all(&guest.additional_derives_ignore);
        [
            option("with", with, Known::interfaces_and_types),
            option("additional_type_attributes", of(&guest.additional_type_attributes), |known| {
                known.types.clone()
            }),
            option(
                "additional_member_attributes",
                of(&guest.additional_member_attributes),
                |known| known.members.clone(),
            ),
            option("sync", all(&guest.sync), |known| known.filters.clone()),
            option("chainable_methods", all(&guest.chainable_methods), |known| {
                known.filters.clone()
            }),
            NamedOption {
                // Other versions of the WIT may have the type.
                must_match: false,
                ..option("additional_derives_ignore", ignored, Known::bare_types)
            },
        ]
    }

    /// The errors and warnings for names that match no item in any run, or several. Call it after all runs.
    pub(super) fn unmatched(&self, workspace: &Workspace) -> Vec<Diagnostic> {
        let (known, matches) = (self.known.borrow(), self.matches.borrow());
        let mut diagnostics = Vec::new();
        for NamedOption { option, given, must_match, valid } in self.named() {
            if given.is_empty() {
                continue;
            }
            let valid = valid(&known);
            diagnostics.extend(given.into_iter().filter_map(|given| match must_match {
                _ if matches.contains(given) => matches.ambiguous(option, given),
                _ if workspace.may_lack(&given.value) => None,
                true => Some(unmatched::error(option, given, &valid)),
                false => Some(unmatched::warning(option, given, &valid)),
            }));
        }
        diagnostics
    }
}

/// The name of a type without its interface.
fn bare(full: &str) -> &str {
    full.rsplit('/').next().unwrap_or_default()
}

/// Splits one of the prefixes from a filter.
fn split_prefix<'a>(filter: &'a str, prefixes: &[&'a str]) -> (&'a str, &'a str) {
    let found = prefixes.iter().find_map(|prefix| Some((*prefix, filter.strip_prefix(prefix)?)));
    found.unwrap_or(("", filter))
}

#[cfg(test)]
mod tests {
    use crate::request::{Request, With};
    use frontend::diagnostic::{ArgumentId, ErrorKind as _};
    use frontend::roots::Given;

    const WIT: &str = "package a:main;
        interface other { record r { f: u32 } h: func(r: r); }
        package a:b@1.0.0 {
            interface i {
                record r { f: u32 }
                resource s { m: func(); }
                g: async func();
                h: func(r: r);
            }
        }
        package a:two@1.0.0 { interface i { record r { f: u32 } h: func(r: r); } }
        package a:two@2.0.0 { interface i { record r { f: u32 } h: func(r: r); } }";

    /// Returns the generated code and the diagnostics of a call with one name in an option.
    fn expand(option: &str, name: &str) -> (String, Vec<String>) {
        let mut request = Request::of_inline(WIT);
        request.types.additional_derives = vec!["PartialEq".to_owned()];
        let given = Given { value: name.to_owned(), argument: ArgumentId(1) };
        let guest = &mut request.guest;
        match option {
            "with" => request.types.with.push((given, With::Path("crate::x".to_owned()))),
            "skip" => guest.skip.push(given),
            "additional_derives_ignore" => guest.additional_derives_ignore.push(given),
            "additional_type_attributes" => {
                guest.additional_type_attributes.push((given, "#[x]".to_owned()));
            }
            "additional_member_attributes" => {
                guest.additional_member_attributes.push((given, "#[x]".to_owned()));
            }
            "sync" => guest.sync.push(given),
            "chainable_methods" => guest.chainable_methods.push(given),
            _ => {}
        }
        let bindings = crate::expand(&request);
        let messages = bindings.diagnostics.iter().map(|it| {
            let help = it.help_sentence().unwrap_or_default();
            format!("{} {}: {help}", it.code(), it.kind.message())
        });
        (bindings.code.to_string(), messages.collect())
    }

    #[test]
    fn each_form_of_a_name_means_the_same_in_every_option() {
        let (plain, messages) = expand("", "");
        assert!(messages.is_empty(), "{messages:?}");
        for (option, item) in [
            ("with", ""),
            ("with", "r"),
            ("skip", "h"),
            ("skip", "[method]s.m"),
            ("additional_derives_ignore", "r"),
            ("additional_type_attributes", "r"),
            ("additional_member_attributes", "r.f"),
            ("sync", "g"),
            ("sync", "import:g"),
            ("chainable_methods", "s"),
            ("chainable_methods", "&[method]s.m"),
        ] {
            let (prefix, item) = match item.find([':', '&']) {
                Some(at) => item.split_at(at + 1),
                None => ("", item),
            };
            let mut expected: Option<String> = None;
            for interface in ["a:b/i@1.0.0", "a:b/i"] {
                for separator in if item.is_empty() { &[""][..] } else { &[".", "/", "#"] } {
                    let name = format!("{prefix}{interface}{separator}{item}");
                    let (code, messages) = expand(option, &name);
                    assert!(messages.is_empty(), "{option} {name}: {messages:?}");
                    assert!(code != plain, "{option} {name} changes nothing");
                    // The header comment of wit-bindgen is not part of the code.
                    let expected = expected.get_or_insert_with(|| code.clone());
                    assert!(*expected == code, "{option} {name} has another meaning");
                }
            }
        }
    }

    #[test]
    fn a_name_with_an_interface_names_no_item_of_another() {
        let functions = |code: &str| code.matches("pub fn h (").count();
        let derives = |code: &str| code.matches("PartialEq").count();
        let (plain, _) = expand("", "");
        let (one, _) = expand("skip", "a:main/other.h");
        let (all, messages) = expand("skip", "h");
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!([&plain, &one, &all].map(|code| functions(code)), [4, 3, 0]);
        let (one, _) = expand("additional_derives_ignore", "a:main/other.r");
        let (all, _) = expand("additional_derives_ignore", "r");
        assert_eq!([&plain, &one, &all].map(|code| derives(code)), [4, 3, 0]);
    }

    #[test]
    fn a_name_without_a_version_must_be_unambiguous() {
        for (option, item) in [
            ("with", ""),
            ("with", ".r"),
            ("skip", ".h"),
            ("additional_derives_ignore", ".r"),
            ("additional_type_attributes", ".r"),
            ("additional_member_attributes", ".r.f"),
            ("sync", ".h"),
        ] {
            let (_, messages) = expand(option, &format!("a:two/i{item}"));
            let expected = format!(
                "AB0917 `a:two/i{item}` in `{option}` is ambiguous: \
                 use one of `a:two/i@1.0.0{item}` and `a:two/i@2.0.0{item}`"
            );
            assert_eq!(messages, [expected]);
            let (_, messages) = expand(option, &format!("a:two/i@2.0.0{item}"));
            assert!(messages.is_empty(), "{messages:?}");
        }
    }

    #[test]
    fn names_that_match_nothing_are_warnings_where_they_only_remove_code() {
        for (option, code) in [
            ("skip", "AB0916"),
            ("additional_derives_ignore", "AB0916"),
            ("with", "AB0909"),
            ("additional_type_attributes", "AB0909"),
            ("sync", "AB0909"),
        ] {
            let (_, messages) = expand(option, "a:b/nope.r");
            assert!(matches!(messages.as_slice(), [one] if one.starts_with(code)), "{messages:?}");
        }
    }
}
