//! Copies interfaces, and the types that they use, from one `Resolve` to another.

use crate::wit_parser::{
    Function, FunctionKind, Interface, InterfaceId, PackageId, Resolve, Type, TypeDef, TypeId,
    TypeOwner,
};

use crate::{synthetic, types};
use std::collections::BTreeMap;

/// A copy in progress. An item is copied after the items that it refers to.
pub(crate) struct Copier<'a> {
    pub(crate) from: &'a Resolve,
    pub(crate) into: Resolve,
    // The ids of copied items in `into`, by their ids in `from`.
    pub(crate) packages: BTreeMap<PackageId, PackageId>,
    pub(crate) interfaces: BTreeMap<InterfaceId, InterfaceId>,
    pub(crate) types: BTreeMap<TypeId, TypeId>,
}

impl<'a> Copier<'a> {
    pub(crate) fn new(from: &'a Resolve, into: Resolve) -> Self {
        let (packages, interfaces) = (BTreeMap::new(), BTreeMap::new());
        Self { from, into, packages, interfaces, types: BTreeMap::new() }
    }

    /// Copies a package without its items, and all versions of it, since these affect the name of its module.
    pub(crate) fn package(&mut self, id: PackageId) -> PackageId {
        if let Some(&known) = self.packages.get(&id) {
            return known;
        }
        let from = self.from;
        let name = &from.packages[id].name;
        let versions = from.packages.iter();
        for (version, package) in
            versions.filter(|(_, it)| synthetic::is_same_package(&it.name, name))
        {
            let copy = synthetic::package(&mut self.into, package.name.clone());
            self.packages.insert(version, copy);
        }
        self.packages[&id]
    }

    /// Copies an interface without its items.
    pub(crate) fn interface(&mut self, id: InterfaceId) {
        let interface = &self.from.interfaces[id];
        let package = interface.package.map(|id| self.package(id));
        let copy = self.into.interfaces.alloc(Interface {
            name: interface.name.clone(),
            types: Default::default(),
            functions: Default::default(),
            docs: interface.docs.clone(),
            stability: interface.stability.clone(),
            package,
            span: interface.span,
            clone_of: None,
        });
        if let (Some(package), Some(name)) = (package, &interface.name) {
            self.into.packages[package].interfaces.insert(name.clone(), copy);
        }
        self.interfaces.insert(id, copy);
    }

    /// Copies a type.
    pub(crate) fn ty(&mut self, id: TypeId) {
        let ty = &self.from.types[id];
        let owner = match ty.owner {
            TypeOwner::Interface(id) => TypeOwner::Interface(self.interfaces[&id]),
            TypeOwner::World(_) | TypeOwner::None => TypeOwner::None,
        };
        let mut kind = ty.kind.clone();
        types::replace_ids(&mut kind, |id| self.types[&id]);
        let copy = TypeDef { kind, owner, ..ty.clone() };
        self.types.insert(id, self.into.types.alloc(copy));
    }

    fn replace_id(&self, ty: &mut Type) {
        if let Type::Id(id) = ty {
            *id = self.types[id];
        }
    }

    /// Adds the copied types of an interface to its copy.
    pub(crate) fn types_of(&mut self, id: InterfaceId) {
        let copied = |(name, id): (&String, &TypeId)| Some((name.clone(), *self.types.get(id)?));
        let types = self.from.interfaces[id].types.iter().filter_map(copied).collect();
        self.into.interfaces[self.interfaces[&id]].types = types;
    }

    /// Copies the functions of an interface.
    pub(crate) fn functions_of(&mut self, id: InterfaceId) {
        let functions = self.from.interfaces[id].functions.iter();
        let functions = functions.map(|(name, it)| (name.clone(), self.function(it))).collect();
        self.into.interfaces[self.interfaces[&id]].functions = functions;
    }

    fn function(&self, function: &Function) -> Function {
        let mut function = function.clone();
        function.params.iter_mut().for_each(|param| self.replace_id(&mut param.ty));
        function.result.iter_mut().for_each(|ty| self.replace_id(ty));
        match &mut function.kind {
            FunctionKind::Method(id)
            | FunctionKind::AsyncMethod(id)
            | FunctionKind::Static(id)
            | FunctionKind::AsyncStatic(id)
            | FunctionKind::Constructor(id) => *id = self.types[id],
            FunctionKind::Freestanding | FunctionKind::AsyncFreestanding => {}
            // The wit-parser of Wasmtime has no accessors.
            #[cfg(feature = "wit")]
            FunctionKind::MethodGetter(id)
            | FunctionKind::MethodSetter(id)
            | FunctionKind::StaticGetter(id)
            | FunctionKind::StaticSetter(id) => *id = self.types[id],
            #[cfg(feature = "wit")]
            FunctionKind::Getter | FunctionKind::Setter => {}
        }
        function
    }
}

/// The interface in which a type is defined.
pub(crate) fn owner(resolve: &Resolve, id: TypeId) -> Option<InterfaceId> {
    match resolve.types[id].owner {
        TypeOwner::Interface(id) => Some(id),
        TypeOwner::World(_) | TypeOwner::None => None,
    }
}
