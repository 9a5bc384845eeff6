//! The Rust paths of WIT items, from the root of the tree.

use crate::wit_parser::{Function, FunctionKind, InterfaceId, TypeDefKind, TypeId, TypeOwner};

use super::names::{Item, Names};
use crate::plan::interface_module;
use crate::request::{Ownership, Side, With};
use crate::rust_names::{camel, is_keyword, namespace, package_module, snake};
use crate::selector;

/// Types whose Rust name is not derived from their WIT name.
const RENAMED_TYPES: &[&str] = &["Self", "Guest", "Option", "Result", "Sized"];

/// Methods whose Rust name is not derived from their WIT name, besides keywords.
const RENAMED_METHODS: &[&str] = &["new", "from_handle", "take_handle", "handle"];

impl Names<'_> {
    /// Returns the path of an item from the root of the tree, or `None` if it is not there or its name is unknown.
    pub(super) fn path(&self, item: &Item<'_>) -> Option<String> {
        let resolve = self.resolve;
        match item {
            Item::Package(id) => {
                let namespace = namespace(&resolve.packages[*id].name.namespace);
                Some(format!("{namespace}::{}", package_module(resolve, *id)))
            }
            Item::Interface(id) => {
                let is_bound = self.plan.interfaces.contains(id) && !self.is_mapped(*id, None);
                is_bound.then(|| interface_module(resolve, *id).join("::"))
            }
            Item::World(id) => {
                let planned = self.plan.worlds.iter().find(|world| world.id == *id)?;
                Some(planned.module.join("::"))
            }
            Item::Type(id) => self.type_path(*id),
            Item::Function(interface, function) => self.function_path(*interface, function),
            Item::Member(id, name) => {
                let merged = self.request.guest.merge_structurally_equal_types;
                let ty = self.type_path(*id).filter(|_| !merged)?;
                let name = match &resolve.types[*id].kind {
                    TypeDefKind::Record(_) => Some(snake(name)).filter(|name| !is_keyword(name))?,
                    TypeDefKind::Flags(_) => name.replace('-', "_").to_uppercase(),
                    _ => Some(camel(name)).filter(|name| name != "Self")?,
                };
                Some(format!("{ty}::{name}"))
            }
        }
    }

    fn type_path(&self, id: TypeId) -> Option<String> {
        let ty = &self.resolve.types[id];
        let TypeOwner::Interface(owner) = ty.owner else { return None };
        let name = ty.name.as_deref()?;
        let rust = camel(name);
        let duplicated = Ownership::Borrowing { duplicate_if_necessary: true };
        if RENAMED_TYPES.contains(&rust.as_str())
            || self.is_mapped(owner, Some(name))
            || self.request.types.ownership == duplicated
        {
            return None;
        }
        Some(format!("{}::{rust}", self.path(&Item::Interface(owner))?))
    }

    fn function_path(&self, interface: InterfaceId, function: &Function) -> Option<String> {
        // For hosts, functions are methods of traits whose names depend on the options.
        if self.request.side == Side::Host {
            return None;
        }
        let owner = self.resolve.id_of(interface).unwrap_or_default();
        let full = format!("{owner}#{}", function.name);
        let is_skipped = |name: &str| name == function.name || selector::matches(name, &full);
        if self.request.guest.skip.iter().any(|name| is_skipped(&name.value)) {
            return None;
        }
        let rust = snake(function.item_name());
        let Some(resource) = function.kind.resource() else {
            let path = self.path(&Item::Interface(interface))?;
            return (!is_keyword(&rust)).then(|| format!("{path}::{rust}"));
        };
        let ty = self.type_path(resource)?;
        if matches!(function.kind, FunctionKind::Constructor(_)) {
            return Some(format!("{ty}::new"));
        }
        let renamed = is_keyword(&rust) || RENAMED_METHODS.contains(&rust.as_str());
        (!renamed).then(|| format!("{ty}::{rust}"))
    }

    /// `true` if the option `with` maps an interface, or a type of it, to existing bindings.
    fn is_mapped(&self, interface: InterfaceId, ty: Option<&str>) -> bool {
        let Some(name) = self.resolve.id_of(interface) else { return false };
        self.request.types.with.iter().any(|(given, with)| {
            let names = |full: &str| selector::matches(&given.value, full);
            let is_type = ty.is_some_and(|ty| names(&format!("{name}/{ty}")));
            matches!(with, With::Path(_)) && (names(&name) || is_type)
        })
    }
}
