//! Compares the items of an interface, or those of a world, in two versions.

use crate::wit_parser::{
    AccessorKind, Function, FunctionKind, IndexMap, Interface, InterfaceId, Resolve, Span,
    Stability, TypeDefKind, TypeId,
};

use super::changes::{At, Breaking, Changes, Other, Role, Undo};
use super::lists::{self, ListChange};
use super::types::{self, Versions};
use crate::types::{dealias, is_resource, members};
use frontend::diagnostic::{CompatibilityError as Error, ErrorKind as _};
use std::collections::BTreeSet;

/// Compares two versions of a package.
pub(super) struct Comparison<'a> {
    pub(super) versions: Versions<'a>,
    /// `true` inside an item that was `@unstable`, which may change freely.
    pub(super) unstable: bool,
    /// The interfaces of the new version that have another name in the old one.
    pub(super) renamed: BTreeSet<InterfaceId>,
    pub(super) changes: Changes,
}

/// The interface or world that contains the compared items.
#[derive(Clone)]
pub(super) struct Place {
    /// ``interface `i` ``.
    pub(super) name: String,
    /// The name in the new version, or the package declaration.
    pub(super) at: At,
    pub(super) role: Role,
}

/// The gates of an item in both versions.
pub(super) enum Gates {
    /// The item is stable in both.
    Stable,
    /// The item was `@unstable`, and is so or does not exist.
    Unstable,
    /// The item was `@unstable`, and is stable.
    Stabilized,
    /// The item was stable, and is `@unstable`.
    BecameUnstable,
}

pub(super) fn is_unstable(stability: &Stability) -> bool {
    matches!(stability, Stability::Unstable { .. })
}

impl Gates {
    pub(super) fn of(old: &Stability, new: Option<&Stability>) -> Self {
        match (is_unstable(old), new.is_some_and(is_unstable), new.is_none()) {
            (true, true, _) | (true, _, true) => Self::Unstable,
            (true, false, false) => Self::Stabilized,
            (false, true, _) => Self::BecameUnstable,
            (false, false, _) => Self::Stable,
        }
    }
}

/// A function by its resource and its name, whatever its kind.
#[derive(PartialEq, Eq)]
struct Key<'a> {
    resource: Option<&'a str>,
    name: &'a str,
    accessor: Option<AccessorKind>,
}

impl<'a> Key<'a> {
    fn of(resolve: &'a Resolve, function: &'a Function) -> Self {
        let resource = function.kind.resource();
        let resource = resource.and_then(|id| resolve.types[id].name.as_deref());
        Self { resource, name: function.item_name(), accessor: function.kind.accessor() }
    }
}

impl<'a> Comparison<'a> {
    /// Adds a breaking change, or another one inside an unstable item.
    pub(super) fn breaking(&mut self, change: Breaking) {
        if self.unstable {
            let Breaking { error, new: at, .. } = change;
            self.changes.others.push(Other { change: error.message(), at });
        } else {
            self.changes.breaking.push(change);
        }
    }

    /// Adds an item that is new, or was `@unstable`.
    pub(super) fn addition(&mut self, what: String, at: impl Into<At>) {
        let addition = Other { change: format!("{what} is new"), at: at.into() };
        match self.unstable {
            true => self.changes.others.push(addition),
            false => self.changes.additions.push(addition),
        }
    }

    /// Records another gate of an item that stays stable.
    pub(super) fn gate(&mut self, what: &str, old: &Stability, new: &Stability, at: impl Into<At>) {
        if old != new {
            let change = format!("the gates of {what} changed");
            self.changes.others.push(Other { change, at: at.into() });
        }
    }

    /// Runs `compare` for the content of an item that was `@unstable`.
    pub(super) fn in_unstable(&mut self, compare: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.unstable, true);
        compare(self);
        self.unstable = before;
    }

    /// Compares the items of an interface.
    pub(super) fn interface(&mut self, place: &Place, old: &'a Interface, new: &'a Interface) {
        self.types(place, &old.types, &new.types);
        let types = &self.versions.new.types;
        self.functions(place, &old.functions, &new.functions, &|resource| {
            new.types.get(resource).map(|id| types[*id].span)
        });
    }

    /// Compares types by name.
    pub(super) fn types(
        &mut self,
        place: &Place,
        old: &IndexMap<String, TypeId>,
        new: &IndexMap<String, TypeId>,
    ) {
        let Versions { old: old_resolve, new: new_resolve, .. } = self.versions;
        let mut renamed = Vec::new();
        for (name, &id) in old {
            let definition = &old_resolve.types[id];
            let what = type_words(old_resolve, id);
            let found = new.get(name).copied();
            let gate = found.map(|id| &new_resolve.types[id].stability);
            match (Gates::of(&definition.stability, gate), found) {
                (Gates::Unstable, Some(new)) => {
                    self.in_unstable(|it| it.definition(place, id, new));
                }
                (Gates::Stable, Some(new)) => {
                    let definitions = [definition, &new_resolve.types[new]];
                    let [old, new_definition] = definitions.map(|it| &it.stability);
                    self.gate(&what, old, new_definition, new_resolve.types[new].span);
                    self.definition(place, id, new);
                }
                (Gates::Stabilized, Some(new)) => self.new_type(place, new),
                (Gates::BecameUnstable, Some(new)) => {
                    let span = new_resolve.types[new].span;
                    self.became_unstable(place, what, span, definition.span);
                }
                (gates, _) => {
                    let candidates = new.iter().filter(|(name, _)| !old.contains_key(*name));
                    let same = candidates.filter(|(_, other)| {
                        is_distinctive(old_resolve, id) && self.same_definitions(id, **other)
                    });
                    let same = lists::new_name(name, same.map(|(name, id)| (name.as_str(), *id)));
                    let was_unstable = matches!(gates, Gates::Unstable);
                    let removed = |it: &mut Self| match same {
                        Some((name, new)) => {
                            let span = new_resolve.types[new].span;
                            let undo = match is_resource(old_resolve, id) {
                                true => Undo::None,
                                false => Undo::Alias(span),
                            };
                            let name = name.to_owned();
                            let error =
                                Error::ItemRenamed { what, owner: place.name.clone(), name };
                            it.changed(
                                place,
                                error,
                                span,
                                Some(definition.span),
                                undo,
                                (true, false),
                            );
                        }
                        None => it.removed(place, what, definition.span),
                    };
                    renamed.extend(same.map(|(name, _)| name));
                    if was_unstable { self.in_unstable(removed) } else { removed(self) }
                }
            }
        }
        for (name, &id) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            if !renamed.contains(&name.as_str()) {
                self.new_type(place, id);
            }
        }
    }

    /// Adds a type that is new or became stable. Implementers need not know it, unless it is a resource.
    fn new_type(&mut self, place: &Place, id: TypeId) {
        let definition = &self.versions.new.types[id];
        let what = type_words(self.versions.new, id);
        match &place.role.exported_by {
            _ if is_unstable(&definition.stability) => {
                self.in_unstable(|it| it.addition(what, definition.span));
            }
            Some(world) if matches!(definition.kind, TypeDefKind::Resource) => {
                self.required(place, what, definition.span, world.clone());
            }
            Some(_) | None => self.addition(what, definition.span),
        }
    }

    /// `true` if two types are defined alike.
    fn same_definitions(&self, old: TypeId, new: TypeId) -> bool {
        let Versions { old: one, new: other, .. } = self.versions;
        match (&one.types[old].kind, &other.types[new].kind) {
            (TypeDefKind::Resource, TypeDefKind::Resource) => {
                let functions = |resolve: &Resolve, id: TypeId| -> Vec<String> {
                    let functions = functions_of(resolve, id);
                    functions.map(|it| it.item_name().to_owned()).collect()
                };
                functions(one, old) == functions(other, new)
            }
            _ => self.versions.same_definitions(old, new),
        }
    }

    /// Compares functions by name. `resource_span` returns the span of a resource of the new version.
    pub(super) fn functions(
        &mut self,
        place: &Place,
        old: &'a IndexMap<String, Function>,
        new: &'a IndexMap<String, Function>,
        resource_span: &dyn Fn(&str) -> Option<Span>,
    ) {
        let Versions { old: old_resolve, new: new_resolve, .. } = self.versions;
        let find =
            |key: &Key<'_>, resolve: &'a Resolve, functions: &'a IndexMap<String, Function>| {
                functions.values().find(|other| Key::of(resolve, other) == *key)
            };
        let is_new =
            |function: &Function| find(&Key::of(new_resolve, function), old_resolve, old).is_none();
        let mut renamed: Vec<&str> = Vec::new();
        for function in old.values() {
            let key = Key::of(old_resolve, function);
            let resource = key.resource.map(resource_span);
            // The functions of a resource that was removed were removed with it.
            let Some(resource) = resource.map_or(Some(None), |span| span.map(Some)) else {
                continue;
            };
            if let Some(other) = find(&key, new_resolve, new) {
                self.function(place, function, other);
                continue;
            }
            let what = function_words(old_resolve, function);
            let place = &Place { at: resource.map_or(place.at.clone(), At::Name), ..place.clone() };
            let same = new.values().filter(|other| {
                let one = &function.kind;
                let has_parts = !function.params.is_empty() || function.result.is_some();
                has_parts
                    && is_new(other)
                    && kind_words(one) == kind_words(&other.kind)
                    && key.resource == Key::of(new_resolve, other).resource
                    && self.parameter_changes(function, other).0.is_empty()
                    && self.versions.same_optional(&function.result, &other.result)
            });
            let same = same.map(|other| (other.item_name(), other));
            let same = lists::new_name(function.item_name(), same);
            let removed = |it: &mut Self| match same {
                Some((_, other)) => {
                    let (owner, name) = (place.name.clone(), other.item_name().to_owned());
                    let error = Error::ItemRenamed { what, owner, name };
                    let exported = place.role.exported_by.is_some();
                    let breaks = (true, exported);
                    let old = Some(function.span);
                    it.changed(place, error, other.span, old, Undo::Copy, breaks);
                }
                None => it.removed(place, what, function.span),
            };
            match Gates::of(&function.stability, None) {
                Gates::Unstable => self.in_unstable(removed),
                Gates::Stable | Gates::Stabilized | Gates::BecameUnstable => removed(self),
            }
            renamed.extend(same.map(|(_, other)| other.name.as_str()));
        }
        let added = new.values().filter(|it| is_new(it) && !renamed.contains(&it.name.as_str()));
        for function in added.collect::<Vec<_>>() {
            // The functions of a new resource are new with it.
            if self.is_of_new_resource(function, old) {
                continue;
            }
            self.new_function(place, function);
        }
    }

    /// Adds a function that is new or became stable.
    fn new_function(&mut self, place: &Place, function: &Function) {
        let what = function_words(self.versions.new, function);
        match &place.role.exported_by {
            _ if is_unstable(&function.stability) => {
                self.in_unstable(|it| it.addition(what, function.span));
            }
            Some(world) => self.required(place, what, function.span, world.clone()),
            None => self.addition(what, function.span),
        }
    }

    /// `true` if the resource of a function did not exist, or was not in the interface.
    fn is_of_new_resource(&self, function: &Function, old: &IndexMap<String, Function>) -> bool {
        let Versions { old: old_resolve, new, .. } = self.versions;
        let Some(resource) = function.kind.resource() else { return false };
        let name = new.types[resource].name.as_deref();
        let has = |it: &Function| Key::of(old_resolve, it).resource == name;
        !old.values().any(has) && !self.was_type(resource)
    }

    /// `true` if a type of the new version has the name of one in the old version.
    fn was_type(&self, new: TypeId) -> bool {
        let old = self.versions.old.types.iter();
        old.map(|(id, _)| id).any(|old| self.versions.same_names(old, new))
    }

    /// Compares a function in both versions.
    pub(super) fn function(&mut self, place: &Place, old: &Function, new: &Function) {
        let what = function_words(self.versions.old, old);
        match Gates::of(&old.stability, Some(&new.stability)) {
            Gates::Unstable => self.in_unstable(|it| it.signature(place, what, old, new)),
            Gates::Stable => {
                self.gate(&what, &old.stability, &new.stability, new.span);
                self.signature(place, what, old, new);
            }
            Gates::Stabilized => self.new_function(place, new),
            Gates::BecameUnstable => self.became_unstable(place, what, new.span, old.span),
        }
    }

    fn signature(&mut self, place: &Place, what: String, old: &Function, new: &Function) {
        let undo = Undo::Replace { old: old.span, new: new.span };
        let both = (true, true);
        let kinds = [&old.kind, &new.kind].map(kind_words);
        if kinds[0] != kinds[1] {
            let [old_kind, new_kind] = kinds.map(str::to_owned);
            let name = format!("`{}`", old.item_name());
            let error = Error::FunctionKindChanged { what: name, old: old_kind, new: new_kind };
            return self.changed(place, error, new.span, Some(old.span), undo, both);
        }
        let (changes, span) = self.parameter_changes(old, new);
        if !changes.is_empty() {
            let (what, change) = (what.clone(), changes.join(", "));
            let error = Error::ParametersChanged { what, change };
            let span = span.filter(Span::is_known).unwrap_or(new.span);
            self.changed(place, error, span, Some(old.span), undo, both);
        }
        if !self.versions.same_optional(&old.result, &new.result) {
            let (old_result, new_result) = self.versions.texts(&old.result, &new.result);
            let error = Error::ResultChanged { what, old: old_result, new: new_result };
            self.changed(place, error, new.span, Some(old.span), undo, both);
        }
    }

    /// Returns the changes of the parameters, and the span of the first one that changed.
    fn parameter_changes(&self, old: &Function, new: &Function) -> (Vec<String>, Option<Span>) {
        // The first parameter of a method is the resource.
        let skipped = |function: &Function| match function.kind {
            FunctionKind::Method(_)
            | FunctionKind::AsyncMethod(_)
            | FunctionKind::MethodGetter(_)
            | FunctionKind::MethodSetter(_) => 1,
            FunctionKind::Freestanding
            | FunctionKind::AsyncFreestanding
            | FunctionKind::Getter
            | FunctionKind::Setter
            | FunctionKind::Static(_)
            | FunctionKind::AsyncStatic(_)
            | FunctionKind::StaticGetter(_)
            | FunctionKind::StaticSetter(_)
            | FunctionKind::Constructor(_) => 0,
        };
        let [old, new] = [old, new].map(|it| it.params.get(skipped(it)..).unwrap_or_default());
        let names =
            [old, new].map(|list| list.iter().map(|it| it.name.as_str()).collect::<Vec<_>>());
        let same = |a: usize, b: usize| self.versions.same(&old[a].ty, &new[b].ty);
        let changes = lists::changes(&names[0], &names[1], same);
        let span = changes.iter().find_map(|change| match *change {
            ListChange::Added(b) | ListChange::Renamed(_, b) | ListChange::Retyped(_, b) => {
                Some(new[b].span)
            }
            ListChange::Removed(_) | ListChange::Reordered => None,
        });
        let texts = changes.into_iter().map(|change| match change {
            ListChange::Removed(a) => format!("`{}` was removed", old[a].name),
            ListChange::Added(b) => format!("`{}` was added", new[b].name),
            ListChange::Renamed(a, b) => {
                format!("`{}` was renamed to `{}`", old[a].name, new[b].name)
            }
            ListChange::Retyped(a, b) => {
                let (one, other) = self.versions.texts(&Some(old[a].ty), &Some(new[b].ty));
                format!("`{}` changed from {one} to {other}", old[a].name)
            }
            ListChange::Reordered => "they are in another order".to_owned(),
        });
        (texts.collect(), span)
    }

    /// Compares the definitions of a type.
    pub(super) fn definition(&mut self, place: &Place, old: TypeId, new: TypeId) {
        let Versions { old: old_resolve, new: new_resolve, .. } = self.versions;
        let (one, other) = (&old_resolve.types[old], &new_resolve.types[new]);
        let what = type_words(old_resolve, old);
        let undo = Undo::Replace { old: one.span, new: other.span };
        let kinds = (&one.kind, &other.kind);
        match kinds {
            (TypeDefKind::Record(_), TypeDefKind::Record(_))
            | (TypeDefKind::Variant(_), TypeDefKind::Variant(_))
            | (TypeDefKind::Enum(_), TypeDefKind::Enum(_))
            | (TypeDefKind::Flags(_), TypeDefKind::Flags(_)) => {
                return self.members(place, &what, old, new);
            }
            (TypeDefKind::Resource, TypeDefKind::Resource) => return,
            _ if self.versions.same_definitions(old, new) => return,
            _ => {}
        }
        let both_resources = is_resource(old_resolve, dealias(old_resolve, old))
            && is_resource(new_resolve, dealias(new_resolve, new));
        let origins = (types::origin(old_resolve, old), types::origin(new_resolve, new));
        let error = match origins {
            (Some(old), Some(new)) if both_resources && old != new => {
                Error::ResourceMoved { name: one.name.clone().unwrap_or_default(), old, new }
            }
            _ => {
                let texts = |path| {
                    let old = types::definition(old_resolve, old, path);
                    (old, types::definition(new_resolve, new, path))
                };
                let (old, new) =
                    if texts(false).0 == texts(false).1 { texts(true) } else { texts(false) };
                Error::DefinitionChanged { what, old, new }
            }
        };
        self.changed(place, error, other.span, Some(one.span), undo, (true, true));
    }

    /// Compares the fields, cases or flags of a type.
    fn members(&mut self, place: &Place, owner: &str, old: TypeId, new: TypeId) {
        let Versions { old: old_resolve, new: new_resolve, .. } = self.versions;
        let (one, other) = (&old_resolve.types[old], &new_resolve.types[new]);
        let parts = |kind: &TypeDefKind| match kind {
            TypeDefKind::Record(record) => {
                record.fields.iter().map(|it| (Some(it.ty), it.span)).collect()
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter().map(|it| (it.ty, it.span)).collect()
            }
            TypeDefKind::Enum(it) => it.cases.iter().map(|it| (None, it.span)).collect(),
            TypeDefKind::Flags(it) => it.flags.iter().map(|it| (None, it.span)).collect(),
            _ => Vec::new(),
        };
        let (word, words) = match &one.kind {
            TypeDefKind::Record(_) => ("field", "fields"),
            TypeDefKind::Flags(_) => ("flag", "flags"),
            _ => ("case", "cases"),
        };
        let names = [members(&one.kind), members(&other.kind)];
        let [old_parts, new_parts] = [&one.kind, &other.kind].map(parts);
        let same =
            |a: usize, b: usize| self.versions.same_optional(&old_parts[a].0, &new_parts[b].0);
        for change in lists::changes(&names[0], &names[1], same) {
            let named = |name: &str| format!("{word} `{name}`");
            let owner = owner.to_owned();
            let (error, new_span, old_span) = match change {
                ListChange::Removed(a) => {
                    let member = named(names[0][a]);
                    (Error::MemberRemoved { member, owner }, other.span, old_parts[a].1)
                }
                ListChange::Added(b) => {
                    let member = named(names[1][b]);
                    (Error::MemberAdded { member, owner }, new_parts[b].1, one.span)
                }
                ListChange::Renamed(a, b) => {
                    let (member, name) = (named(names[0][a]), names[1][b].to_owned());
                    let error = Error::MemberRenamed { member, owner, name };
                    (error, new_parts[b].1, old_parts[a].1)
                }
                ListChange::Retyped(a, b) => {
                    let member = named(names[0][a]);
                    let (old, new) = self.versions.texts(&old_parts[a].0, &new_parts[b].0);
                    let error = Error::MemberTypeChanged { member, owner, old, new };
                    (error, new_parts[b].1, old_parts[a].1)
                }
                ListChange::Reordered => {
                    let members = words.to_owned();
                    (Error::MembersReordered { members, owner }, other.span, one.span)
                }
            };
            let undo = Undo::Replace { old: one.span, new: other.span };
            self.changed(place, error, new_span, Some(old_span), undo, (true, true));
        }
    }

    /// Adds a change of an item that is in both versions, and breaks callers, implementers, or both.
    pub(super) fn changed(
        &mut self,
        place: &Place,
        error: Error,
        new: Span,
        old: Option<Span>,
        undo: Undo,
        (callers, implementers): (bool, bool),
    ) {
        let note = place.role.note(callers, implementers);
        let (new, old) = (At::Name(new), old.map(At::Name));
        self.breaking(Breaking { error, new, label: "", old, note, undo });
    }

    /// Adds the removal of an item.
    pub(super) fn removed(&mut self, place: &Place, what: String, old: Span) {
        let error = Error::ItemRemoved { what, owner: place.name.clone() };
        let note = place.role.note(true, false);
        let label = if let At::Package = place.at { "" } else { "no longer in here" };
        let (new, old, undo) = (place.at.clone(), Some(At::Name(old)), Undo::Copy);
        self.breaking(Breaking { error, new, label, old, note, undo });
    }

    /// Adds an item that implementers do not have.
    fn required(&mut self, place: &Place, what: String, new: Span, world: String) {
        let error = Error::ItemRequired { what, owner: place.name.clone(), world };
        let note = place.role.note(false, true);
        let (new, undo) = (At::Name(new), Undo::None);
        self.breaking(Breaking { error, new, label: "", old: None, note, undo });
    }

    pub(super) fn became_unstable(&mut self, place: &Place, what: String, new: Span, old: Span) {
        let error = Error::BecameUnstable { what, owner: place.name.clone() };
        let undo = Undo::Replace { old, new };
        self.changed(place, error, new, Some(old), undo, (true, true));
    }
}

/// Returns the functions of a resource.
fn functions_of(resolve: &Resolve, resource: TypeId) -> impl Iterator<Item = &Function> {
    let interfaces = resolve.interfaces.iter().map(|(_, interface)| interface);
    interfaces
        .flat_map(|interface| interface.functions.values())
        .filter(move |function| function.kind.resource() == Some(resource))
}

/// `true` if a type is unlikely to be defined like another one by chance.
fn is_distinctive(resolve: &Resolve, id: TypeId) -> bool {
    match &resolve.types[id].kind {
        TypeDefKind::Resource => functions_of(resolve, id).next().is_some(),
        kind => !members(kind).is_empty(),
    }
}

/// Returns ``record `r` ``.
pub(super) fn type_words(resolve: &Resolve, id: TypeId) -> String {
    let definition = &resolve.types[id];
    let word = match &definition.kind {
        kind @ (TypeDefKind::Record(_)
        | TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Variant(_)
        | TypeDefKind::Enum(_)) => kind.as_str(),
        _ => "type",
    };
    format!("{word} `{}`", definition.name.as_deref().unwrap_or_default())
}

/// Returns ``function `f` `` or ``method `f` of resource `r` ``.
pub(super) fn function_words(resolve: &Resolve, function: &Function) -> String {
    let resource = function.kind.resource().and_then(|id| resolve.types[id].name.as_deref());
    let name = function.item_name();
    let word = match function.kind {
        FunctionKind::Freestanding | FunctionKind::AsyncFreestanding => "function",
        FunctionKind::Getter | FunctionKind::MethodGetter(_) | FunctionKind::StaticGetter(_) => {
            "getter"
        }
        FunctionKind::Setter | FunctionKind::MethodSetter(_) | FunctionKind::StaticSetter(_) => {
            "setter"
        }
        FunctionKind::Method(_) | FunctionKind::AsyncMethod(_) => "method",
        FunctionKind::Static(_) | FunctionKind::AsyncStatic(_) => "static function",
        FunctionKind::Constructor(_) => {
            return format!("the constructor of resource `{}`", resource.unwrap_or_default());
        }
    };
    match resource {
        Some(resource) => format!("{word} `{name}` of resource `{resource}`"),
        None => format!("{word} `{name}`"),
    }
}

/// Returns the kind of a function: `an async method`.
fn kind_words(kind: &FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Freestanding => "a function",
        FunctionKind::AsyncFreestanding => "an async function",
        FunctionKind::Getter | FunctionKind::MethodGetter(_) | FunctionKind::StaticGetter(_) => {
            "a getter"
        }
        FunctionKind::Setter | FunctionKind::MethodSetter(_) | FunctionKind::StaticSetter(_) => {
            "a setter"
        }
        FunctionKind::Method(_) => "a method",
        FunctionKind::AsyncMethod(_) => "an async method",
        FunctionKind::Static(_) => "a static function",
        FunctionKind::AsyncStatic(_) => "an async static function",
        FunctionKind::Constructor(_) => "a constructor",
    }
}
