//! From the options of the request to those of each call of `bindgen!`.
//!
//! `bindgen!` rejects an option whose name matches nothing in its world. Here there are several calls: each gets the
//! names that match in it, and a name that matches in none is an error at its argument.

use std::cell::RefCell;

use crate::wit_parser::{InterfaceId, Type, TypeDefKind, TypeId, WorldKey};

use super::generated_items::{GeneratedItems, RuleTarget};
use super::lookup;
use crate::request::{FunctionFlag, FunctionRules, HostOptions, TypeOptions};
use crate::unmatched;
use frontend::diagnostic::{ArgumentError, ArgumentId, Diagnostic, Location};
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The options, and the names in them that were found.
pub(super) struct Options<'a> {
    types: &'a TypeOptions,
    host: &'a HostOptions,
    seen: RefCell<Seen>,
}

/// The arguments that match, and the names that exist, in the calls so far.
#[derive(Default)]
struct Seen {
    /// The arguments that have an effect.
    used: BTreeSet<ArgumentId>,
    /// The arguments that name an item, though another argument may take precedence.
    named: BTreeSet<ArgumentId>,
    // The names that exist, for the help of an error.
    replaceable: BTreeSet<String>,
    imported: BTreeSet<String>,
    exported: BTreeSet<String>,
    errors: BTreeSet<String>,
    interfaces: BTreeSet<String>,
}

/// The options that name items of one call of `bindgen!`, by their positions.
#[derive(Default)]
pub(super) struct CallOptions {
    pub(super) with: Vec<usize>,
    pub(super) imports: Vec<usize>,
    pub(super) exports: Vec<usize>,
    /// The trappable error types, each with its interface and its name.
    pub(super) trappable: Vec<(usize, InterfaceId, String)>,
    pub(super) named_imports: Vec<usize>,
    /// The interfaces with a function that is `async` for the host.
    pub(super) asynchronous: BTreeSet<InterfaceId>,
}

impl<'a> Options<'a> {
    pub(super) fn new(types: &'a TypeOptions, host: &'a HostOptions) -> Self {
        Self { types, host, seen: RefCell::default() }
    }

    /// `true` if an argument has an effect. Call it after [`Self::of_call`] for all calls.
    pub(super) fn is_used(&self, given: &Given<String>) -> bool {
        self.seen.borrow().used.contains(&given.argument)
    }

    /// The options that name items of a call.
    pub(super) fn of_call(&self, items: &GeneratedItems<'_>) -> CallOptions {
        let imported = items.imported();
        let mut options = CallOptions {
            with: self.with(items),
            trappable: self.trappable(items),
            named_imports: self.named_imports(items),
            ..CallOptions::default()
        };
        let rules = &self.host.imports;
        for target in &imported {
            let rule = self.rule(rules, target);
            let flags = rule.map_or(rules.default.as_slice(), |at| rules.rules[at].1.as_slice());
            let is_async = target.function.is_some_and(|function| function.kind.is_async());
            if is_async || flags.contains(&FunctionFlag::Async) {
                options.asynchronous.extend(target.interface);
            }
            options.imports.extend(rule);
        }
        let exported = items.exported();
        options.exports =
            exported.iter().filter_map(|target| self.rule(&self.host.exports, target)).collect();
        for positions in [&mut options.imports, &mut options.exports] {
            positions.sort();
            positions.dedup();
        }
        let mut seen = self.seen.borrow_mut();
        seen.imported.extend(names(&imported));
        seen.exported.extend(names(&exported));
        options
    }

    /// The position of the rule for a function: the first of those with the longest matching name.
    fn rule(&self, rules: &FunctionRules, target: &RuleTarget<'_>) -> Option<usize> {
        let mut seen = self.seen.borrow_mut();
        let mut found = None;
        for (name, is_item) in &target.keys {
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

    fn with(&self, items: &GeneratedItems<'_>) -> Vec<usize> {
        let with = &self.types.with;
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
        for (interface, resources) in items.replaceable() {
            // A path for an interface is also that of its resources.
            if !find(&interface) {
                for resource in resources {
                    find(&resource);
                }
            }
        }
        found.into_iter().collect()
    }

    fn trappable(&self, items: &GeneratedItems<'_>) -> Vec<(usize, InterfaceId, String)> {
        let errors: BTreeSet<TypeId> = items.errors().into_iter().collect();
        let imports: BTreeSet<InterfaceId> = items.imports.iter().map(|(_, id)| *id).collect();
        let mut seen = self.seen.borrow_mut();
        let mut found = Vec::new();
        let mut types = BTreeSet::new();
        for (id, interface) in &items.resolve.interfaces {
            if interface.name.is_none() {
                continue;
            }
            let keys = lookup::keys(items.resolve, &WorldKey::Interface(id), None);
            for (name, &ty) in &interface.types {
                // An alias of a primitive type is a definition of its own.
                let is_defined_here =
                    !matches!(items.resolve.types[ty].kind, TypeDefKind::Type(Type::Id(_)));
                let is_used = imports.contains(&id) || errors.contains(&ty);
                if !is_defined_here || !is_used {
                    continue;
                }
                let names: Vec<_> = keys
                    .iter()
                    .filter(|key| key.1)
                    .map(|key| format!("{}.{name}", key.0))
                    .collect();
                let all = self.host.trappable_error_type.iter().enumerate();
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

    fn named_imports(&self, items: &GeneratedItems<'_>) -> Vec<usize> {
        let mut seen = self.seen.borrow_mut();
        let interfaces =
            items.imports.iter().filter(|(key, _)| matches!(key, WorldKey::Interface(_)));
        let names: BTreeSet<String> = interfaces
            .flat_map(|(key, _)| lookup::keys(items.resolve, key, None))
            .filter_map(|(name, is_item)| is_item.then_some(name))
            .collect();
        let all = self.host.named_imports.iter().enumerate();
        let found =
            all.filter(|(_, (given, _))| names.contains(&given.value)).map(|(at, (given, _))| {
                seen.used.insert(given.argument);
                at
            });
        let found = found.collect();
        seen.interfaces.extend(names);
        found
    }

    /// The errors for names without an effect in any call. Call it after [`Self::of_call`] for all calls.
    pub(super) fn unmatched(&self) -> Vec<Diagnostic> {
        let seen = self.seen.borrow();
        let host = self.host;
        let rules = |rules: &'a FunctionRules| rules.rules.iter().map(|(name, _)| name).collect();
        let pairs =
            |pairs: &'a [(Given<String>, String)]| pairs.iter().map(|(name, _)| name).collect();
        let with = self.types.with.iter().map(|(name, _)| name).collect();
        let options: [(&str, Vec<&Given<String>>); 5] = [
            ("with", with),
            ("imports", rules(&host.imports)),
            ("exports", rules(&host.exports)),
            ("trappable_error_type", pairs(&host.trappable_error_type)),
            ("named_imports", pairs(&host.named_imports)),
        ];
        let known =
            [&seen.replaceable, &seen.imported, &seen.exported, &seen.errors, &seen.interfaces];
        let mut errors = Vec::new();
        for ((option, names), known) in options.into_iter().zip(known) {
            for name in names.into_iter().filter(|name| !seen.used.contains(&name.argument)) {
                errors.push(if seen.named.contains(&name.argument) {
                    overruled(option, name)
                } else if known.contains(&name.value) {
                    inexact(option, name)
                } else {
                    unmatched::error(option, name, known)
                });
            }
        }
        errors
    }
}

fn names(targets: &[RuleTarget<'_>]) -> Vec<String> {
    targets.iter().flat_map(|target| target.keys.iter().map(|key| key.0.clone())).collect()
}

/// The error for a name that has an earlier or more specific argument.
fn overruled(option: &str, given: &Given<String>) -> Diagnostic {
    let error = ArgumentError::Overruled { option: option.to_owned(), name: given.value.clone() };
    let help = "remove it: the first argument for a name applies, and longer names take precedence";
    Diagnostic::new(error, Location::Argument(given.argument)).with_help(help)
}

/// The error for the name of an interface or a package in a rule with `exact`.
fn inexact(option: &str, given: &Given<String>) -> Diagnostic {
    let error = ArgumentError::Overruled { option: option.to_owned(), name: given.value.clone() };
    let help = "remove `exact`, or name a function: `exact` rules apply to functions only";
    Diagnostic::new(error, Location::Argument(given.argument)).with_help(help)
}
