//! From the options of the request to those of each run of wit-bindgen.
//!
//! wit-bindgen rejects an option whose name matches nothing in its run. Here there are several runs: each gets the names
//! that match in it, and a name that matches in none is an error at its argument.

use std::cell::RefCell;

use wit_bindgen_core::{AsyncFilterSet, ChainableMethodFilterSet};
use wit_bindgen_rust::{Opts, Ownership as Owned, WithOption};

use super::generated_items::{GeneratedFunction, GeneratedItems};
use super::names::{RUNTIME, from_world};
use super::type_derives::{self, RunDerives, Skipped};
use crate::request::{Call, GuestOptions, Ownership, TypeOptions, With};
use crate::unmatched;
use frontend::diagnostic::{ArgumentId, Diagnostic};
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The options, and the names in them that were found.
pub(super) struct Options<'a> {
    types: &'a TypeOptions,
    guest: &'a GuestOptions,
    suffix: String,
    /// The arguments whose name matched something.
    used: RefCell<BTreeSet<ArgumentId>>,
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
    functions: BTreeSet<String>,
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
    /// `true` if a name is valid only if a run used it, `false` if it is valid if it exists.
    by_use: bool,
    /// The names that are valid.
    valid: fn(&Known) -> BTreeSet<String>,
}

impl<'a> NamedOption<'a> {
    fn used(
        option: &'static str,
        given: Vec<&'a Given<String>>,
        valid: fn(&Known) -> BTreeSet<String>,
    ) -> Self {
        Self { option, given, by_use: true, valid }
    }

    fn existing(
        option: &'static str,
        given: Vec<&'a Given<String>>,
        valid: fn(&Known) -> BTreeSet<String>,
    ) -> Self {
        Self { option, given, by_use: false, valid }
    }
}

impl<'a> Options<'a> {
    pub(super) fn new(types: &'a TypeOptions, guest: &'a GuestOptions, call: &Call) -> Self {
        let own = guest.type_section_suffix.as_deref().unwrap_or_default();
        Self {
            types,
            guest,
            suffix: format!("{}{own}", call.suffix()),
            used: RefCell::default(),
            known: RefCell::default(),
            skipped_derives: RefCell::default(),
        }
    }

    /// The options of the run for the tree.
    pub(super) fn of_tree(&self, run: &GeneratedItems<'_>) -> Opts {
        let mut opts = self.common(run);
        opts.disable_custom_section_link_helpers = self.guest.disable_custom_section_link_helpers;
        opts.with = self.with(run, str::to_owned);
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
        let mut own = self.with(run, from_world);
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
        let runtime = guest.runtime_path.clone().unwrap_or_else(|| RUNTIME.to_owned());
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
            additional_derive_ignore: [values(&guest.additional_derives_ignore), ignored].concat(),
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

    fn with(
        &self,
        run: &GeneratedItems<'_>,
        path: impl Fn(&str) -> String,
    ) -> Vec<(String, WithOption)> {
        let interfaces = run.interface_names();
        let types: BTreeSet<String> = run.types().into_iter().map(|(name, _)| name).collect();
        let with =
            self.types.with.iter().filter(|(name, _)| {
                interfaces.contains(&name.value) || types.contains(&name.value)
            });
        let with = with.map(|(name, with)| {
            self.matched(name);
            let with = match with {
                With::Path(given) => WithOption::Path(path(given)),
                With::Generate => WithOption::Generate,
            };
            (name.value.clone(), with)
        });
        let with = with.collect();
        if self.has_names() {
            self.known.borrow_mut().interfaces.extend(interfaces);
            self.known.borrow_mut().types.extend(types);
        }
        with
    }

    fn type_attributes(&self, run: &GeneratedItems<'_>) -> Vec<(String, String)> {
        let types: BTreeSet<String> =
            run.defined_types().into_iter().map(|(name, _)| name).collect();
        let found = self.attributes(&self.guest.additional_type_attributes, &types);
        self.known.borrow_mut().types.extend(types);
        found
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
        let found = given.iter().filter(|(name, _)| known.contains(&name.value));
        found
            .map(|(name, attribute)| {
                self.matched(name);
                (name.value.clone(), attribute.clone())
            })
            .collect()
    }

    fn sync(&self, run: &GeneratedItems<'_>) -> AsyncFilterSet {
        let mut set = AsyncFilterSet::default();
        for filter in &self.guest.sync {
            let mut alone = AsyncFilterSet::default();
            alone.push(&filter.value);
            for generated in run.functions() {
                let GeneratedFunction { interface, function, imported } = generated;
                alone.is_async(run.resolve, interface, function, imported);
            }
            if alone.ensure_all_used().is_ok() {
                self.matched(filter);
                set.push(&filter.value);
            }
        }
        self.add_known_functions(run);
        set
    }

    fn chainable(&self, run: &GeneratedItems<'_>) -> ChainableMethodFilterSet {
        let mut set = ChainableMethodFilterSet::default();
        for filter in &self.guest.chainable_methods {
            let mut alone = ChainableMethodFilterSet::default();
            alone.push(&filter.value);
            for generated in run.functions() {
                let GeneratedFunction { interface, function, imported } = generated;
                alone.should_be_chainable(run.resolve, interface, function, imported);
            }
            if alone.ensure_all_used().is_ok() {
                self.matched(filter);
                set.push(&filter.value);
            }
        }
        set
    }

    fn add_known_functions(&self, run: &GeneratedItems<'_>) {
        if !self.has_names() {
            return;
        }
        let functions = run.functions();
        let names = functions.iter().map(|generated| generated.function.name.clone());
        let filters = functions.iter().map(|generated| match generated.interface {
            Some(key) => {
                format!("{}#{}", run.resolve.name_world_key(key), generated.function.name)
            }
            None => generated.function.name.clone(),
        });
        let mut known = self.known.borrow_mut();
        known.functions.extend(names);
        known.filters.extend(filters);
    }

    /// `true` if an option contains a name that may match nothing, so that `known` is needed.
    fn has_names(&self) -> bool {
        self.named().into_iter().any(|option| !option.given.is_empty())
    }

    /// The options whose names must match something.
    fn named(&self) -> [NamedOption<'a>; 7] {
        let guest = self.guest;
        let with = self.types.with.iter().map(|(name, _)| name).collect();
        let of =
            |pairs: &'a [(Given<String>, String)]| pairs.iter().map(|(name, _)| name).collect();
        let all = |names: &'a [Given<String>]| names.iter().collect();
        let types = of(&guest.additional_type_attributes);
        let members = of(&guest.additional_member_attributes);
        let ignored = all(&guest.additional_derives_ignore);
        [
            NamedOption::used("with", with, Known::interfaces_and_types),
            NamedOption::used("additional_type_attributes", types, |known| known.types.clone()),
            NamedOption::used("additional_member_attributes", members, |known| {
                known.members.clone()
            }),
            NamedOption::used("sync", all(&guest.sync), |known| known.filters.clone()),
            NamedOption::used("chainable_methods", all(&guest.chainable_methods), |known| {
                known.filters.clone()
            }),
            NamedOption::existing("skip", all(&guest.skip), |known| known.functions.clone()),
            NamedOption::existing("additional_derives_ignore", ignored, Known::bare_types),
        ]
    }

    fn matched(&self, given: &Given<String>) {
        self.used.borrow_mut().insert(given.argument);
    }

    /// The errors for names that matched in no run. Call it after all runs.
    pub(super) fn unmatched(&self) -> Vec<Diagnostic> {
        let (known, used) = (self.known.borrow(), self.used.borrow());
        let mut errors = Vec::new();
        for NamedOption { option, given, by_use, valid } in self.named() {
            if given.is_empty() {
                continue;
            }
            let valid = valid(&known);
            let unmatched = given.into_iter().filter(|name| match by_use {
                true => !used.contains(&name.argument),
                false => !valid.contains(&name.value),
            });
            errors.extend(unmatched.map(|name| unmatched::error(option, name, &valid)));
        }
        errors
    }
}

fn values(given: &[Given<String>]) -> Vec<String> {
    given.iter().map(|name| name.value.clone()).collect()
}
