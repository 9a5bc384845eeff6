//! Compares the functions of an interface or a world by name, and the signatures of a function.

use crate::wit_parser::{AccessorKind, Function, FunctionKind, IndexMap, Resolve, Span, TypeId};

use super::changes::{At, Undo};
use super::comparison::{Comparison, Gates, Place};
use super::lists::{self, ListChange};
use super::types::Versions;
use crate::types::is_method;
use crate::wit::is_unstable;
use frontend::diagnostic::CompatibilityError as Error;

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
                    && !is_unstable(&other.stability)
                    && kind_words(one) == kind_words(&other.kind)
                    && key.resource == Key::of(new_resolve, other).resource
                    && self.parameter_changes(function, other).0.is_empty()
                    && self.versions.same_optional(&function.result, &other.result)
            });
            let same = same.map(|other| (other.item_name(), other));
            let same = lists::new_name(function.item_name(), same);
            self.with_gates(&function.stability, |it| match same {
                Some((_, other)) => {
                    let (owner, name) = (place.name.clone(), other.item_name().to_owned());
                    let error = Error::ItemRenamed { what, owner, name };
                    let exported = place.role.exported_by.is_some();
                    let breaks = (true, exported);
                    let old = Some(function.span);
                    it.changed(place, error, other.span, old, Undo::Copy, breaks);
                }
                None => it.removed(place, what, function.span),
            });
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
        // The resource of a method is not its own parameter.
        let [old, new] =
            [old, new].map(|it| it.params.get(usize::from(is_method(it))..).unwrap_or_default());
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
}

/// Returns the functions of a resource.
pub(super) fn functions_of(resolve: &Resolve, resource: TypeId) -> impl Iterator<Item = &Function> {
    let interfaces = resolve.interfaces.iter().map(|(_, interface)| interface);
    interfaces
        .flat_map(|interface| interface.functions.values())
        .filter(move |function| function.kind.resource() == Some(resource))
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
