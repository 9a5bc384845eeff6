//! Compares the types of an interface or a world by name, and the definitions of a type.

use crate::wit_parser::{IndexMap, Resolve, TypeDefKind, TypeId};

use super::changes::Undo;
use super::comparison::{Comparison, Gates, Place};
use super::functions::functions_of;
use super::lists::{self, ListChange};
use super::types::{self, Versions};
use crate::types::{dealias, is_resource, members};
use crate::wit::is_unstable;
use frontend::diagnostic::CompatibilityError as Error;

impl Comparison<'_> {
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
                (_, None) => {
                    let candidates = new.iter().filter(|(name, id)| {
                        !old.contains_key(*name) && !is_unstable(&new_resolve.types[**id].stability)
                    });
                    let same = candidates.filter(|(_, other)| {
                        is_distinctive(old_resolve, id) && self.same_definitions(id, **other)
                    });
                    let same = lists::new_name(name, same.map(|(name, id)| (name.as_str(), *id)));
                    self.with_gates(&definition.stability, |it| match same {
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
                    });
                    renamed.extend(same.map(|(name, _)| name));
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
                let (old, new) = self.versions.definition_texts(old, new);
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
