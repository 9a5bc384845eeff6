//! From the options of the request to those of each call of `bindgen!`.
//!
//! `bindgen!` rejects an option whose name matches nothing in its world. Here there are several calls: each gets the
//! names that match in it, in the form that `bindgen!` expects, and a name that matches in none is an error at its argument.

use std::cell::RefCell;

use crate::wit_parser::{InterfaceId, Type, TypeDefKind, TypeId, WorldKey};

use super::generated_items::{GeneratedItems, RuleTarget};
use super::lookup;
use crate::request::{FunctionFlag, FunctionRules, HostOptions, TypeOptions};
use crate::selector::{self, Matches};
use crate::unmatched;
use crate::workspace::Workspace;
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
    /// The items that arguments name, though another argument may take precedence.
    named: Matches,
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

    /// The flags of an imported function or destructor that has these names.
    pub(super) fn import_flags(&self, keys: Vec<lookup::Key>) -> &'a [FunctionFlag] {
        let rules = &self.host.imports;
        let rule = self.rule(rules, &RuleTarget { keys, function: None, interface: None });
        rule.map_or(&rules.default, |at| &rules.rules[at].1)
    }

    /// The position of the rule for a function: the first of those with the longest matching name.
    fn rule(&self, rules: &FunctionRules, target: &RuleTarget<'_>) -> Option<usize> {
        let mut seen = self.seen.borrow_mut();
        let mut found = None;
        for (name, is_item) in &target.keys {
            for (at, (given, flags)) in rules.rules.iter().enumerate() {
                let exact = flags.contains(&FunctionFlag::Exact);
                if selector::dotted(&given.value) == *name && (*is_item || !exact) {
                    seen.named.add(given, lookup::versioned(&target.keys, name));
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
                    with.iter().enumerate().filter(|(_, it)| selector::dotted(&it.0.value) == *name)
                {
                    seen.named.add(given, lookup::versioned(keys, name));
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
                for (at, (given, _)) in
                    all.filter(|(_, it)| names.contains(&selector::dotted(&it.0.value)))
                {
                    seen.named.add(given, &names[0]);
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
        let mut names = BTreeSet::new();
        let mut found = BTreeSet::new();
        for (key, _) in interfaces {
            let keys = lookup::keys(items.resolve, key, None);
            for (name, _) in keys.iter().filter(|key| key.1) {
                for (at, (given, _)) in self.host.named_imports.iter().enumerate() {
                    if given.value == *name {
                        seen.used.insert(given.argument);
                        seen.named.add(given, lookup::versioned(&keys, name));
                        found.insert(at);
                    }
                }
                names.insert(name.clone());
            }
        }
        seen.interfaces.extend(names);
        found.into_iter().collect()
    }

    /// The errors for names without an effect in any call. Call it after [`Self::of_call`] for all calls.
    pub(super) fn unmatched(&self, workspace: &Workspace) -> Vec<Diagnostic> {
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
            for name in names {
                if let Some(error) = seen.named.ambiguous(option, name) {
                    errors.push(error);
                    continue;
                }
                if seen.used.contains(&name.argument) {
                    continue;
                }
                if !seen.named.contains(name) && workspace.may_lack(&name.value) {
                    continue;
                }
                errors.push(if seen.named.contains(name) {
                    overruled(option, name)
                } else if known.contains(&selector::dotted(&name.value)) {
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

#[cfg(test)]
mod tests {
    use crate::request::{FunctionFlag, Request, Side, With};
    use frontend::diagnostic::{ArgumentId, ErrorKind as _};
    use frontend::roots::Given;

    const WIT: &str = "package a:main;
        interface nothing {}
        package a:b@1.0.0 {
            interface i { variant e { gone } resource s; h: func() -> result<_, e>; }
        }
        package a:two@1.0.0 {
            interface i { variant e { gone } resource s; h: func() -> result<_, e>; }
        }
        package a:two@2.0.0 {
            interface i { variant e { gone } resource s; h: func() -> result<_, e>; }
        }";

    /// Returns the generated code and the diagnostics of a call with one name in an option.
    fn expand(option: &str, name: &str) -> (String, Vec<String>) {
        let mut request = Request::of_inline(WIT);
        request.side = Side::Host;
        let given = Given { value: name.to_owned(), argument: ArgumentId(1) };
        match option {
            "with" => request.types.with.push((given, With::Path("crate::x".to_owned()))),
            "imports" => request.host.imports.rules.push((given, vec![FunctionFlag::Trappable])),
            "trappable_error_type" => {
                request.host.trappable_error_type.push((given, "crate::E".to_owned()));
            }
            "named_imports" => request.host.named_imports.push((given, "String".to_owned())),
            _ => {}
        }
        let bindings = crate::expand(&request);
        let messages = bindings.diagnostics.iter().map(|it| {
            let help = it.help_sentence().unwrap_or_default();
            format!("{} {}: {help}", it.code(), it.kind.message())
        });
        (bindings.code.to_string(), messages.collect())
    }

    const NAMES: &[(&str, &str)] = &[
        ("with", ""),
        ("with", "s"),
        ("imports", ""),
        ("imports", "h"),
        ("trappable_error_type", "e"),
        ("named_imports", ""),
    ];

    #[test]
    fn each_form_of_a_name_is_valid_in_every_option() {
        let (plain, messages) = expand("", "");
        assert!(messages.is_empty(), "{messages:?}");
        for (option, item) in NAMES {
            for interface in ["a:b/i@1.0.0", "a:b/i"] {
                for separator in if item.is_empty() { &[""][..] } else { &[".", "/", "#"] } {
                    let name = format!("{interface}{separator}{item}");
                    let (code, messages) = expand(option, &name);
                    assert!(messages.is_empty(), "{option} {name}: {messages:?}");
                    assert!(code != plain, "{option} {name} changes nothing");
                    let written = format!("\"{interface}{separator}{item}\"");
                    assert!(["", "."].contains(separator) || !code.contains(&written), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_name_without_a_version_must_be_unambiguous() {
        for (option, item) in NAMES {
            let item = if item.is_empty() { String::new() } else { format!(".{item}") };
            let (_, messages) = expand(option, &format!("a:two/i{item}"));
            let expected = format!(
                "AB0917 `a:two/i{item}` in `{option}` is ambiguous: \
                 use one of `a:two/i@1.0.0{item}` and `a:two/i@2.0.0{item}`"
            );
            assert_eq!(messages, [expected]);
            let (_, messages) = expand(option, &format!("a:two/i@2.0.0{item}"));
            assert!(messages.is_empty(), "{messages:?}");
        }
        let (_, messages) = expand("imports", "a:two");
        assert!(messages.is_empty(), "{messages:?}");
    }
}
