//! From the options of the request to those of each run of wit-bindgen.
//!
//! wit-bindgen refuses an option whose name matches nothing in its one run. Here there are several
//! runs: each is given what matches in it, and what matches in none is a fault at that argument.

use std::cell::RefCell;

use wit_bindgen_core::{AsyncFilterSet, ChainableMethodFilterSet};
use wit_bindgen_rust::{Opts, Ownership as Owned, WithOption};

use super::run::{Made, Run};
use super::{RUNTIME, world};
use crate::request::{GuestOptions, Ownership, Request, With};
use crate::unmatched;
use frontend::diagnostic::{ArgumentId, Diagnostic};
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The options, and which of their names were found.
pub(super) struct Options<'a> {
    request: &'a Request,
    guest: &'a GuestOptions,
    suffix: String,
    /// The arguments whose name matched something.
    used: RefCell<BTreeSet<ArgumentId>>,
    /// What there is to name: for the fault of a name that is not there.
    known: RefCell<Known>,
}

/// The names that options can have, seen so far.
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

/// The names that an option was given.
struct Named<'a> {
    option: &'static str,
    given: Vec<&'a Given<String>>,
    /// Whether a name matches when some run used it. If not, it does when it is there.
    by_use: bool,
    /// What the option can name.
    there: fn(&Known) -> BTreeSet<String>,
}

impl<'a> Named<'a> {
    fn used(
        option: &'static str,
        given: Vec<&'a Given<String>>,
        there: fn(&Known) -> BTreeSet<String>,
    ) -> Self {
        Self { option, given, by_use: true, there }
    }

    fn there(
        option: &'static str,
        given: Vec<&'a Given<String>>,
        there: fn(&Known) -> BTreeSet<String>,
    ) -> Self {
        Self { option, given, by_use: false, there }
    }
}

impl<'a> Options<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        let guest = &request.guest;
        let own = guest.type_section_suffix.as_deref().unwrap_or_default();
        Self {
            request,
            guest,
            suffix: format!("{}{own}", request.output.call.suffix()),
            used: RefCell::default(),
            known: RefCell::default(),
        }
    }

    /// The options of the run that makes the tree.
    pub(super) fn of_tree(&self, run: &Run<'_>) -> Opts {
        let mut opts = self.of_all(run);
        opts.disable_custom_section_link_helpers = self.guest.disable_custom_section_link_helpers;
        opts.with = self.with(run, std::borrow::ToOwned::to_owned);
        opts
    }

    /// The options of the run that makes a world. `imports` says where the tree has its imports.
    pub(super) fn of_world(
        &self,
        run: &Run<'_>,
        guest: &GuestOptions,
        imports: Vec<(String, String)>,
    ) -> Opts {
        let mut opts = self.of_all(run);
        let own = self.with(run, world::from_world);
        // What the user says about an interface goes before where the tree has it.
        let said: BTreeSet<String> = own
            .iter()
            .filter(|(_, with)| matches!(with, WithOption::Path(_)))
            .map(|(name, _)| name.clone())
            .collect();
        let imports = imports.into_iter().filter(|(name, _)| !said.contains(name));
        opts.with = imports.map(|(name, path)| (name, WithOption::Path(path))).collect();
        opts.with.extend(own.into_iter().filter(|(_, with)| matches!(with, WithOption::Path(_))));
        // The section stands in `export!`, so nothing outside of it can link to it.
        opts.disable_custom_section_link_helpers = true;
        opts.stubs = guest.stubs;
        opts.export_prefix = guest.export_prefix.clone();
        opts.disable_run_ctors_once_workaround = guest.disable_run_ctors_once_workaround;
        opts.pub_export_macro = guest.pub_export_macro;
        opts
    }

    fn of_all(&self, run: &Run<'_>) -> Opts {
        let guest = self.guest;
        let runtime = guest.runtime_path.clone().unwrap_or_else(|| RUNTIME.to_owned());
        Opts {
            generate_all: true,
            // A type that no function package_refs is part of the tree all the same.
            generate_unused_types: true,
            type_section_suffix: Some(self.suffix.clone()),
            std_feature: guest.std_feature,
            raw_strings: guest.raw_strings,
            skip: guest.skip.iter().map(|name| name.value.clone()).collect(),
            export_prefix: guest.export_prefix.clone(),
            ownership: match self.request.types.ownership {
                Ownership::Owning => Owned::Owning,
                Ownership::Borrowing { duplicate_if_necessary } => {
                    Owned::Borrowing { duplicate_if_necessary }
                }
            },
            runtime_path: Some(runtime),
            map_type: guest.map_type.clone(),
            bitflags_path: guest.bitflags_path.clone(),
            additional_derive_attributes: self.request.types.additional_derives.clone(),
            additional_derive_ignore: values(&guest.additional_derives_ignore),
            additional_type_attributes: self.type_attributes(run),
            additional_member_attributes: self.member_attributes(run),
            disable_run_ctors_once_workaround: guest.disable_run_ctors_once_workaround,
            merge_structurally_equal_types: Some(Some(guest.merge_structurally_equal_types)),
            async_: self.sync(run),
            chainable_methods: self.chainable(run),
            ..Opts::default()
        }
    }

    fn with(&self, run: &Run<'_>, path: impl Fn(&str) -> String) -> Vec<(String, WithOption)> {
        let interfaces = run.interface_names();
        let types: BTreeSet<String> = run.types().into_iter().map(|(name, _)| name).collect();
        let with =
            self.request.types.with.iter().filter(|(name, _)| {
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
        if self.names_something() {
            self.known.borrow_mut().interfaces.extend(interfaces);
            self.known.borrow_mut().types.extend(types);
        }
        with
    }

    fn type_attributes(&self, run: &Run<'_>) -> Vec<(String, String)> {
        let types: BTreeSet<String> =
            run.defined_types().into_iter().map(|(name, _)| name).collect();
        let found = self.attributes(&self.guest.additional_type_attributes, &types);
        self.known.borrow_mut().types.extend(types);
        found
    }

    fn member_attributes(&self, run: &Run<'_>) -> Vec<(String, String)> {
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
        there: &BTreeSet<String>,
    ) -> Vec<(String, String)> {
        let found = given.iter().filter(|(name, _)| there.contains(&name.value));
        found
            .map(|(name, attribute)| {
                self.matched(name);
                (name.value.clone(), attribute.clone())
            })
            .collect()
    }

    fn sync(&self, run: &Run<'_>) -> AsyncFilterSet {
        let mut set = AsyncFilterSet::default();
        for filter in &self.guest.sync {
            let mut alone = AsyncFilterSet::default();
            alone.push(&filter.value);
            for made in run.functions() {
                alone.is_async(run.resolve, made.interface, made.function, made.imported);
            }
            if alone.ensure_all_used().is_ok() {
                self.matched(filter);
                set.push(&filter.value);
            }
        }
        self.learn_functions(run);
        set
    }

    fn chainable(&self, run: &Run<'_>) -> ChainableMethodFilterSet {
        let mut set = ChainableMethodFilterSet::default();
        for filter in &self.guest.chainable_methods {
            let mut alone = ChainableMethodFilterSet::default();
            alone.push(&filter.value);
            for made in run.functions() {
                alone.should_be_chainable(
                    run.resolve,
                    made.interface,
                    made.function,
                    made.imported,
                );
            }
            if alone.ensure_all_used().is_ok() {
                self.matched(filter);
                set.push(&filter.value);
            }
        }
        set
    }

    fn learn_functions(&self, run: &Run<'_>) {
        if !self.names_something() {
            return;
        }
        let functions = run.functions();
        let names = functions.iter().map(|made| made.function.name.clone());
        let filters = functions.iter().map(|Made { interface, function, .. }| match interface {
            Some(key) => format!("{}#{}", run.resolve.name_world_key(key), function.name),
            None => function.name.clone(),
        });
        let mut known = self.known.borrow_mut();
        known.functions.extend(names);
        known.filters.extend(filters);
    }

    /// Whether there is a name that may match nothing. If not, nobody asks what is known.
    fn names_something(&self) -> bool {
        self.named().into_iter().any(|named| !named.given.is_empty())
    }

    /// The options whose names must match something.
    fn named(&self) -> [Named<'a>; 7] {
        let (request, guest) = (self.request, self.guest);
        let with = request.types.with.iter().map(|(name, _)| name).collect();
        let of =
            |pairs: &'a [(Given<String>, String)]| pairs.iter().map(|(name, _)| name).collect();
        let all = |names: &'a [Given<String>]| names.iter().collect();
        let types = of(&guest.additional_type_attributes);
        let members = of(&guest.additional_member_attributes);
        let ignored = all(&guest.additional_derives_ignore);
        [
            Named::used("with", with, Known::interfaces_and_types),
            Named::used("additional_type_attributes", types, |known| known.types.clone()),
            Named::used("additional_member_attributes", members, |known| known.members.clone()),
            Named::used("sync", all(&guest.sync), |known| known.filters.clone()),
            Named::used("chainable_methods", all(&guest.chainable_methods), |known| {
                known.filters.clone()
            }),
            Named::there("skip", all(&guest.skip), |known| known.functions.clone()),
            Named::there("additional_derives_ignore", ignored, Known::bare_types),
        ]
    }

    fn matched(&self, given: &Given<String>) {
        self.used.borrow_mut().insert(given.argument);
    }

    /// The faults of names that matched in no run; to be called when all runs are done.
    pub(super) fn unmatched(&self) -> Vec<Diagnostic> {
        let (known, used) = (self.known.borrow(), self.used.borrow());
        let mut faults = Vec::new();
        for Named { option, given, by_use, there } in self.named() {
            if given.is_empty() {
                continue;
            }
            let there = there(&known);
            let unmatched = given.into_iter().filter(|name| match by_use {
                true => !used.contains(&name.argument),
                false => !there.contains(&name.value),
            });
            faults.extend(unmatched.map(|name| unmatched::error(option, name, &there)));
        }
        faults
    }
}

fn values(given: &[Given<String>]) -> Vec<String> {
    given.iter().map(|name| name.value.clone()).collect()
}
