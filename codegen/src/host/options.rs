//! From the options of the request to those of each call of `bindgen!`.
//!
//! `bindgen!` refuses an option whose name matches nothing in its one world. Here there are several calls: each
//! is given what matches in it, and what matches in none is a fault at that argument.

use std::cell::RefCell;

use crate::wit_parser::{InterfaceId, TypeDefKind, TypeId, WorldKey};

use super::lookup;
use super::run::{Made, Run};
use crate::request::{FunctionFlag, FunctionRules, HostOptions, Request};
use crate::unmatched;
use frontend::diagnostic::{ArgumentError, ArgumentId, Diagnostic, Location};
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The options, and which of their names were found.
pub(super) struct Options<'a> {
    request: &'a Request,
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    /// The arguments that have an effect.
    used: BTreeSet<ArgumentId>,
    /// The arguments whose name is that of something, though another goes before.
    named: BTreeSet<ArgumentId>,
    /// What there is to name, for the fault of a name that is not there.
    replaceable: BTreeSet<String>,
    imported: BTreeSet<String>,
    exported: BTreeSet<String>,
    errors: BTreeSet<String>,
    interfaces: BTreeSet<String>,
}

/// What one call of `bindgen!` is given of the options that name something, by their positions.
#[derive(Default)]
pub(super) struct Share {
    pub(super) with: Vec<usize>,
    pub(super) imports: Vec<usize>,
    pub(super) exports: Vec<usize>,
    /// The errors that may be traps, with the interface and the name of each.
    pub(super) trappable: Vec<(usize, InterfaceId, String)>,
    pub(super) named_imports: Vec<usize>,
    /// The interfaces that have a function which is `async` to the host.
    pub(super) asynchronous: BTreeSet<InterfaceId>,
}

impl<'a> Options<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        Self { request, seen: RefCell::default() }
    }

    fn host(&self) -> &'a HostOptions {
        &self.request.host
    }

    /// Whether what is given has an effect; to be asked when all calls are made.
    pub(super) fn is_used(&self, given: &Given<String>) -> bool {
        self.seen.borrow().used.contains(&given.argument)
    }

    /// What of the options a call is about.
    pub(super) fn share(&self, run: &Run<'_>) -> Share {
        let imported = run.imported();
        let mut share = Share {
            with: self.with(run),
            trappable: self.trappable(run),
            named_imports: self.named_imports(run),
            ..Share::default()
        };
        let rules = &self.host().imports;
        for made in &imported {
            let rule = self.rule(rules, made);
            let flags = rule.map_or(rules.default.as_slice(), |at| rules.rules[at].1.as_slice());
            let kind = made.function.is_some_and(|function| function.kind.is_async());
            if kind || flags.contains(&FunctionFlag::Async) {
                share.asynchronous.extend(made.interface);
            }
            share.imports.extend(rule);
        }
        let exported = run.exported();
        share.exports =
            exported.iter().filter_map(|made| self.rule(&self.host().exports, made)).collect();
        for positions in [&mut share.imports, &mut share.exports] {
            positions.sort();
            positions.dedup();
        }
        let names = |made: &[Made<'_>]| {
            made.iter()
                .flat_map(|made| made.keys.iter().map(|key| key.0.clone()))
                .collect::<Vec<_>>()
        };
        let mut seen = self.seen.borrow_mut();
        seen.imported.extend(names(&imported));
        seen.exported.extend(names(&exported));
        share
    }

    /// The position of the rule for a function: the longest of its names that has one, and of these the first.
    fn rule(&self, rules: &FunctionRules, made: &Made<'_>) -> Option<usize> {
        let mut seen = self.seen.borrow_mut();
        let mut found = None;
        for (name, is_item) in &made.keys {
            for (at, (given, flags)) in rules.rules.iter().enumerate() {
                let exact = flags.contains(&FunctionFlag::Exact);
                if given.value == *name && (*is_item || !exact) {
                    seen.named.insert(given.argument);
                    found = found.or(Some(at));
                }
            }
        }
        if let Some(at) = found {
            seen.used.insert(rules.rules[at].0.argument);
        }
        found
    }

    fn with(&self, run: &Run<'_>) -> Vec<usize> {
        let with = &self.request.types.with;
        if with.is_empty() {
            return Vec::new();
        }
        let mut seen = self.seen.borrow_mut();
        let mut found = BTreeSet::new();
        let mut find = |keys: &[lookup::Key]| {
            let mut first = None;
            for (name, _) in keys {
                for (at, (given, _)) in
                    with.iter().enumerate().filter(|(_, it)| it.0.value == *name)
                {
                    seen.named.insert(given.argument);
                    first = first.or(Some(at));
                }
            }
            if let Some(at) = first {
                seen.used.insert(with[at].0.argument);
                found.insert(at);
            }
            seen.replaceable.extend(keys.iter().map(|key| key.0.clone()));
            first.is_some()
        };
        for (interface, resources) in run.replaceable() {
            // Of an interface that is elsewhere, the resources are elsewhere too.
            if !find(&interface) {
                for resource in resources {
                    find(&resource);
                }
            }
        }
        found.into_iter().collect()
    }

    fn trappable(&self, run: &Run<'_>) -> Vec<(usize, InterfaceId, String)> {
        let errors: BTreeSet<TypeId> = run.errors().into_iter().collect();
        let made: BTreeSet<InterfaceId> = run.imports.iter().map(|(_, id)| *id).collect();
        let mut seen = self.seen.borrow_mut();
        let mut found = Vec::new();
        let mut types = BTreeSet::new();
        for (id, interface) in &run.resolve.interfaces {
            if interface.name.is_none() {
                continue;
            }
            let keys = lookup::keys(run.resolve, &WorldKey::Interface(id), None);
            for (name, &ty) in &interface.types {
                let defined = !matches!(run.resolve.types[ty].kind, TypeDefKind::Type(_));
                let counts = made.contains(&id) || errors.contains(&ty);
                if !defined || !counts {
                    continue;
                }
                let names: Vec<_> = keys
                    .iter()
                    .filter(|key| key.1)
                    .map(|key| format!("{}.{name}", key.0))
                    .collect();
                let all = self.host().trappable_error_type.iter().enumerate();
                for (at, (given, _)) in all.filter(|(_, it)| names.contains(&it.0.value)) {
                    seen.named.insert(given.argument);
                    if types.insert(ty) {
                        seen.used.insert(given.argument);
                        found.push((at, id, name.clone()));
                    }
                }
                if errors.contains(&ty) {
                    seen.errors.extend(names);
                }
            }
        }
        found.sort_by_key(|(at, ..)| *at);
        found
    }

    fn named_imports(&self, run: &Run<'_>) -> Vec<usize> {
        let mut seen = self.seen.borrow_mut();
        let interfaces =
            run.imports.iter().filter(|(key, _)| matches!(key, WorldKey::Interface(_)));
        let names: BTreeSet<String> = interfaces
            .flat_map(|(key, _)| lookup::keys(run.resolve, key, None))
            .filter_map(|(name, is_item)| is_item.then_some(name))
            .collect();
        let all = self.host().named_imports.iter().enumerate();
        let found =
            all.filter(|(_, (given, _))| names.contains(&given.value)).map(|(at, (given, _))| {
                seen.used.insert(given.argument);
                at
            });
        let found = found.collect();
        seen.interfaces.extend(names);
        found
    }

    /// The faults of names that had no effect in any call; to be asked for when all calls are made.
    pub(super) fn unmatched(&self) -> Vec<Diagnostic> {
        let seen = self.seen.borrow();
        let host = self.host();
        let rules = |rules: &'a FunctionRules| rules.rules.iter().map(|(name, _)| name).collect();
        let pairs =
            |pairs: &'a [(Given<String>, String)]| pairs.iter().map(|(name, _)| name).collect();
        let with = self.request.types.with.iter().map(|(name, _)| name).collect();
        let options: [(&str, Vec<&Given<String>>); 5] = [
            ("with", with),
            ("imports", rules(&host.imports)),
            ("exports", rules(&host.exports)),
            ("trappable_error_type", pairs(&host.trappable_error_type)),
            ("named_imports", pairs(&host.named_imports)),
        ];
        let there =
            [&seen.replaceable, &seen.imported, &seen.exported, &seen.errors, &seen.interfaces];
        let mut faults = Vec::new();
        for ((option, names), there) in options.into_iter().zip(there) {
            for name in names.into_iter().filter(|name| !seen.used.contains(&name.argument)) {
                faults.push(if seen.named.contains(&name.argument) {
                    overruled(option, name)
                } else if there.contains(&name.value) {
                    inexact(option, name)
                } else {
                    unmatched::error(option, name, there)
                });
            }
        }
        faults
    }
}

/// The fault of a name for which something else was said.
fn overruled(option: &str, given: &Given<String>) -> Diagnostic {
    let fault = ArgumentError::Overruled { option: option.to_owned(), name: given.value.clone() };
    let help =
        "of two for one name the first counts, and a longer name before a shorter one; delete it";
    Diagnostic::new(fault, Location::Argument(given.argument)).with_help(help)
}

/// The fault of a name that is there, but not for a rule with `exact`.
fn inexact(option: &str, given: &Given<String>) -> Diagnostic {
    let fault = ArgumentError::Overruled { option: option.to_owned(), name: given.value.clone() };
    let help = "`exact` is for the name of a function alone; delete it, or name a function";
    Diagnostic::new(fault, Location::Argument(given.argument)).with_help(help)
}
