//! From the `Resolve` of a whole directory to one with some of its interfaces, and what those name of others.
//!
//! For each interface wit-bindgen goes over all types of its `Resolve`. So what a directory takes is its size
//! squared, unless it is generated in parts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wit_bindgen_core::Types;
use wit_bindgen_core::wit_parser::{
    Function, FunctionKind, Handle, Interface, InterfaceId, LiveTypes, Package, PackageId,
    PackageName, Resolve, Result_, Type, TypeDef, TypeDefKind, TypeId, TypeOwner, World, WorldId,
    WorldItem, WorldKey,
};

use super::nominal;

/// Some interfaces, in a `Resolve` of their own.
pub(super) struct Part {
    pub(super) resolve: Resolve,
    /// A world that imports them, and what they name.
    pub(super) world: WorldId,
    /// Their ids in this `Resolve`, in the order in which they were given.
    pub(super) interfaces: Vec<InterfaceId>,
}

impl Part {
    /// Copies `interfaces` out of `whole`, and of others the types that they name. `types` is what is known of the
    /// types of `whole`.
    pub(super) fn of(whole: &Resolve, types: &Types, interfaces: &[InterfaceId]) -> Self {
        let mut live = LiveTypes::default();
        for &id in interfaces {
            live.add_interface(whole, id);
        }
        let mut copy = Copy::new(whole);
        let mut owners: BTreeSet<InterfaceId> = interfaces.iter().copied().collect();
        owners.extend(live.iter().filter_map(|id| owner(whole, id)));
        owners.iter().for_each(|&id| copy.interface(id));
        live.iter().for_each(|id| copy.ty(id));
        for &id in &owners {
            copy.types_of(id);
        }
        for &id in interfaces {
            copy.functions_of(id);
        }
        copy.errors(
            live.iter().filter(|id| whole.types[*id].name.is_some() && types.get(*id).error),
        );
        let imports: Vec<InterfaceId> = owners.iter().map(|id| copy.interfaces[id]).collect();
        let imports = imports.into_iter().map(|id| (WorldKey::Interface(id), nominal::import(id)));
        let world = copy.world("tree", imports.collect());
        let interfaces = interfaces.iter().map(|id| copy.interfaces[id]).collect();
        Self { resolve: copy.into, world, interfaces }
    }
}

/// A world that imports and exports nothing.
pub(super) fn nothing() -> (Resolve, WorldId) {
    let resolve = Resolve::default();
    let mut copy = Copy::new(&resolve);
    let world = copy.world("nothing", Vec::new());
    (copy.into, world)
}

fn owner(resolve: &Resolve, id: TypeId) -> Option<InterfaceId> {
    match resolve.types[id].owner {
        TypeOwner::Interface(id) => Some(id),
        TypeOwner::World(_) | TypeOwner::None => None,
    }
}

/// Copies what it is told to, with what it names copied before.
struct Copy<'a> {
    from: &'a Resolve,
    into: Resolve,
    packages: HashMap<PackageId, PackageId>,
    interfaces: BTreeMap<InterfaceId, InterfaceId>,
    types: HashMap<TypeId, TypeId>,
}

impl<'a> Copy<'a> {
    fn new(from: &'a Resolve) -> Self {
        let (packages, interfaces) = (HashMap::new(), BTreeMap::new());
        Self { from, into: Resolve::default(), packages, interfaces, types: HashMap::new() }
    }

    /// A package by its name alone, with all versions of it: they have a part in what its module is called.
    fn package(&mut self, id: PackageId) -> PackageId {
        if let Some(&known) = self.packages.get(&id) {
            return known;
        }
        let from = self.from;
        let name = &from.packages[id].name;
        let is_it =
            |other: &PackageName| (&other.namespace, &other.name) == (&name.namespace, &name.name);
        for (version, package) in from.packages.iter().filter(|(_, package)| is_it(&package.name)) {
            let copy = self.new_package(package.name.clone());
            self.packages.insert(version, copy);
        }
        self.packages[&id]
    }

    fn new_package(&mut self, name: PackageName) -> PackageId {
        let (interfaces, worlds) = Default::default();
        let package = Package { name: name.clone(), docs: Default::default(), interfaces, worlds };
        let id = self.into.packages.alloc(package);
        self.into.package_names.insert(name, id);
        id
    }

    /// An interface without what is in it.
    fn interface(&mut self, id: InterfaceId) {
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

    fn ty(&mut self, id: TypeId) {
        let ty = &self.from.types[id];
        let owner = match ty.owner {
            TypeOwner::Interface(id) => TypeOwner::Interface(self.interfaces[&id]),
            TypeOwner::World(_) | TypeOwner::None => TypeOwner::None,
        };
        let mut kind = ty.kind.clone();
        self.inside(&mut kind);
        let copy = TypeDef { kind, owner, ..ty.clone() };
        self.types.insert(id, self.into.types.alloc(copy));
    }

    /// Has a type name the copies.
    fn inside(&self, kind: &mut TypeDefKind) {
        match kind {
            TypeDefKind::Record(it) => it.fields.iter_mut().for_each(|it| self.name(&mut it.ty)),
            TypeDefKind::Variant(it) => {
                it.cases.iter_mut().filter_map(|it| it.ty.as_mut()).for_each(|it| self.name(it));
            }
            TypeDefKind::Tuple(it) => it.types.iter_mut().for_each(|it| self.name(it)),
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => *id = self.types[id],
            TypeDefKind::Result(Result_ { ok, err }) => {
                ok.iter_mut().chain(err).for_each(|it| self.name(it));
            }
            TypeDefKind::Map(key, value) => [key, value].into_iter().for_each(|it| self.name(it)),
            TypeDefKind::Option(it)
            | TypeDefKind::List(it)
            | TypeDefKind::FixedLengthList(it, _)
            | TypeDefKind::Type(it) => self.name(it),
            TypeDefKind::Future(it) | TypeDefKind::Stream(it) => {
                it.iter_mut().for_each(|it| self.name(it));
            }
            TypeDefKind::Resource
            | TypeDefKind::Flags(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Unknown => {}
        }
    }

    fn name(&self, ty: &mut Type) {
        if let Type::Id(id) = ty {
            *id = self.types[id];
        }
    }

    fn types_of(&mut self, id: InterfaceId) {
        let copied = |(name, id): (&String, &TypeId)| Some((name.clone(), *self.types.get(id)?));
        let types = self.from.interfaces[id].types.iter().filter_map(copied).collect();
        self.into.interfaces[self.interfaces[&id]].types = types;
    }

    fn functions_of(&mut self, id: InterfaceId) {
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
            | FunctionKind::MethodGetter(id)
            | FunctionKind::MethodSetter(id)
            | FunctionKind::Static(id)
            | FunctionKind::AsyncStatic(id)
            | FunctionKind::StaticGetter(id)
            | FunctionKind::StaticSetter(id)
            | FunctionKind::Constructor(id) => *id = self.types[id],
            FunctionKind::Freestanding
            | FunctionKind::AsyncFreestanding
            | FunctionKind::Getter
            | FunctionKind::Setter => {}
        }
        function
    }

    /// Makes errors known as such: the functions that give them back may be of other parts. They stand in a world
    /// for which nothing is generated.
    fn errors(&mut self, errors: impl Iterator<Item = TypeId>) {
        let mut imports = Vec::new();
        for (at, id) in errors.enumerate() {
            let err = Some(Type::Id(self.types[&id]));
            let result = self.into.types.alloc(TypeDef {
                name: None,
                kind: TypeDefKind::Result(Result_ { ok: None, err }),
                owner: TypeOwner::None,
                docs: Default::default(),
                stability: Default::default(),
                span: Default::default(),
                external_id: None,
            });
            let name = format!("fails{at}");
            let function = Function {
                name: name.clone(),
                kind: FunctionKind::Freestanding,
                params: Vec::new(),
                result: Some(Type::Id(result)),
                docs: Default::default(),
                stability: Default::default(),
                span: Default::default(),
                external_id: None,
            };
            imports.push((WorldKey::Name(name), WorldItem::Function(function)));
        }
        self.world("errors", imports);
    }

    fn world(&mut self, name: &str, imports: Vec<(WorldKey, WorldItem)>) -> WorldId {
        let namespace = "airssys-bindings".to_owned();
        let package = PackageName { namespace, name: name.to_owned(), version: None };
        let package = self.new_package(package);
        let world = self.into.worlds.alloc(World {
            name: name.to_owned(),
            imports: imports.into_iter().collect(),
            exports: Default::default(),
            package: Some(package),
            docs: Default::default(),
            stability: Default::default(),
            includes: Vec::new(),
            span: Default::default(),
        });
        self.into.packages[package].worlds.insert(name.to_owned(), world);
        world
    }
}
