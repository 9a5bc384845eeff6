//! From one `Resolve` to another: interfaces, and the types that they name.

use crate::wit_parser::{
    Function, FunctionKind, Interface, InterfaceId, PackageId, PackageName, Resolve, Type, TypeDef,
    TypeId, TypeOwner,
};

use crate::{synthetic, types};
use std::collections::BTreeMap;

/// Copies what it is told to, with what it names copied before.
pub(crate) struct Copy<'a> {
    pub(crate) from: &'a Resolve,
    pub(crate) into: Resolve,
    pub(crate) packages: BTreeMap<PackageId, PackageId>,
    pub(crate) interfaces: BTreeMap<InterfaceId, InterfaceId>,
    pub(crate) types: BTreeMap<TypeId, TypeId>,
}

impl<'a> Copy<'a> {
    pub(crate) fn new(from: &'a Resolve, into: Resolve) -> Self {
        let (packages, interfaces) = (BTreeMap::new(), BTreeMap::new());
        Self { from, into, packages, interfaces, types: BTreeMap::new() }
    }

    /// A package by its name alone, with all versions of it: they have a part in what its module is called.
    pub(crate) fn package(&mut self, id: PackageId) -> PackageId {
        if let Some(&known) = self.packages.get(&id) {
            return known;
        }
        let from = self.from;
        let name = &from.packages[id].name;
        let is_it =
            |other: &PackageName| (&other.namespace, &other.name) == (&name.namespace, &name.name);
        for (version, package) in from.packages.iter().filter(|(_, package)| is_it(&package.name)) {
            let copy = synthetic::package(&mut self.into, package.name.clone());
            self.packages.insert(version, copy);
        }
        self.packages[&id]
    }

    /// An interface without what is in it.
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

    fn name(&self, ty: &mut Type) {
        if let Type::Id(id) = ty {
            *id = self.types[id];
        }
    }

    pub(crate) fn types_of(&mut self, id: InterfaceId) {
        let copied = |(name, id): (&String, &TypeId)| Some((name.clone(), *self.types.get(id)?));
        let types = self.from.interfaces[id].types.iter().filter_map(copied).collect();
        self.into.interfaces[self.interfaces[&id]].types = types;
    }

    pub(crate) fn functions_of(&mut self, id: InterfaceId) {
        let functions = self.from.interfaces[id].functions.iter();
        let functions = functions.map(|(name, it)| (name.clone(), self.function(it))).collect();
        self.into.interfaces[self.interfaces[&id]].functions = functions;
    }

    fn function(&self, function: &Function) -> Function {
        let mut function = function.clone();
        function.params.iter_mut().for_each(|param| self.name(&mut param.ty));
        function.result.iter_mut().for_each(|ty| self.name(ty));
        match &mut function.kind {
            FunctionKind::Method(id)
            | FunctionKind::AsyncMethod(id)
            | FunctionKind::Static(id)
            | FunctionKind::AsyncStatic(id)
            | FunctionKind::Constructor(id) => *id = self.types[id],
            FunctionKind::Freestanding | FunctionKind::AsyncFreestanding => {}
            // Wasmtime's version has no accessors.
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
