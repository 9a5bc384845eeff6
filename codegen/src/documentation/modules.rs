//! Writes the docs of modules: of the tree, and of its namespaces, packages and worlds.

use crate::wit_parser::{Docs, InterfaceId, PackageId, WorldId, WorldItem, WorldKey};

use super::link_row::LinkBase;
use super::names::{Context, Item};
use super::svg::{self, Node};
use super::{Documentation, ModuleDocs, markdown};
use crate::rust_names;

impl Documentation<'_> {
    /// Returns the docs of the module that holds the whole tree.
    pub(crate) fn root(&self) -> ModuleDocs {
        self.overview(&self.packages, None)
    }

    /// Returns the docs of the module of a namespace: its packages and their dependencies.
    pub(crate) fn namespace(&self, module: &str) -> ModuleDocs {
        let of = |id: &PackageId| {
            rust_names::namespace(&self.resolve.packages[*id].name.namespace) == module
        };
        let packages: Vec<PackageId> = self.packages.iter().copied().filter(of).collect();
        self.overview(&packages, Some(module))
    }

    fn overview(&self, packages: &[PackageId], namespace: Option<&str>) -> ModuleDocs {
        let base = LinkBase { depth: 0, gates: Vec::new() };
        let mut docs = ModuleDocs::default();
        docs.push(match namespace {
            Some(namespace) => {
                format!("The WIT packages of `{namespace}` and their dependencies.\n")
            }
            None => "The WIT packages and their dependencies.\n".to_owned(),
        });
        if packages.len() > 1 || self.have_dependencies(packages) {
            self.draw(&mut docs, packages, namespace);
        }
        for package in packages {
            self.row(*package, &base).write(&mut docs);
        }
        docs
    }

    fn have_dependencies(&self, packages: &[PackageId]) -> bool {
        packages.iter().any(|id| self.index(*id).is_some_and(|at| self.graph.uses(at).count() > 0))
    }

    fn index(&self, package: PackageId) -> Option<usize> {
        self.packages.iter().position(|other| *other == package)
    }

    /// Draws packages with their transitive dependencies, and adds a legend.
    fn draw(&self, docs: &mut ModuleDocs, packages: &[PackageId], namespace: Option<&str>) {
        let indices = packages.iter().filter_map(|id| self.index(*id));
        let drawn: Vec<_> = self.graph.closure(indices).into_iter().collect();
        let node = |index: &usize| self.node(self.packages[*index], namespace);
        let nodes: Vec<Node> = drawn.iter().map(node).collect();
        let graph = self.graph.subgraph(&drawn);
        let reduced = graph.reduced();
        docs.push(svg::draw(&nodes, &reduced));
        let mut legend = "\nAn arrow points from a package to its dependency.".to_owned();
        if graph != reduced {
            legend.push_str(" Arrows that others imply are omitted.");
        }
        if nodes.iter().any(|node| node.dependency) && nodes.iter().any(|node| !node.dependency) {
            legend.push_str(" Packages from `deps` have a dashed border.");
        }
        legend.push('\n');
        docs.push(legend);
    }

    fn node(&self, id: PackageId, namespace: Option<&str>) -> Node {
        let name = &self.resolve.packages[id].name;
        // The module of a gated package may be missing. The docs of a namespace may be shown without those of others.
        let is_open = self.names.gates(&Item::Package(id)).is_empty();
        let path = self.path(&Item::Package(id)).filter(|_| is_open);
        let below = path.and_then(|path| match namespace {
            Some(namespace) => path.strip_prefix(namespace)?.strip_prefix("::").map(str::to_owned),
            None => Some(path),
        });
        Node {
            namespace: name.namespace.clone(),
            name: name.name.clone(),
            version: name.version.as_ref().map(ToString::to_string),
            dependency: self.dependencies.contains(&id),
            href: below.map(|path| format!("{}/index.html", path.replace("::", "/"))),
        }
    }

    /// Returns the docs of a package's module, as outer attributes.
    pub(crate) fn package(&self, id: PackageId) -> ModuleDocs {
        let gates = self.names.gates(&Item::Package(id));
        let base = LinkBase { depth: 1, gates: gates.into_iter().map(str::to_owned).collect() };
        let mut docs = ModuleDocs::default();
        let title = format!("The WIT package `{}`{}.", self.label(id), self.version(id));
        docs.push(match self.docs(&self.resolve.packages[id].docs, id, None, &base) {
            Some(text) => format!("{text}\n\n{title}"),
            None => title,
        });
        if let Some(at) = self.index(id) {
            let users: Vec<usize> = self.graph.users(at).collect();
            let used: Vec<usize> = self.graph.uses(at).collect();
            for (title, packages) in [("\nDepends on", used), ("\nUsed by", users)] {
                let items = packages.into_iter().map(|at| {
                    let id = self.packages[at];
                    (Item::Package(id), self.label(id))
                });
                self.row_of(title, items.collect(), &base).write(&mut docs);
            }
        }
        docs.extend(self.gated.paragraph(self.package_name(id), None));
        if let Some(location) = self.locations.package(id) {
            docs.push(format!("\n{}", defined_in(location)));
        }
        docs
    }

    /// Returns the docs of a world's module, as outer attributes.
    pub(crate) fn world(&self, id: WorldId) -> ModuleDocs {
        let world = &self.resolve.worlds[id];
        let gates = self.names.gates(&Item::World(id));
        let base = LinkBase { depth: 2, gates: gates.into_iter().map(str::to_owned).collect() };
        let mut docs = ModuleDocs::default();
        let package = world.package;
        let text = package.and_then(|package| self.docs(&world.docs, package, None, &base));
        docs.push(text.unwrap_or_else(|| format!("The WIT world `{}`.", world.name)));
        for (title, items) in [("\nImports", &world.imports), ("\nExports", &world.exports)] {
            let named = items.iter().map(|(key, item)| match (key, item) {
                (WorldKey::Interface(id), _) | (_, WorldItem::Interface { id, .. })
                    if self.resolve.interfaces[*id].name.is_some() =>
                {
                    Ok((Item::Interface(*id), self.interface_label(*id)))
                }
                (WorldKey::Name(name), _) => Err(name.clone()),
                (WorldKey::Interface(id), _) => Err(self.interface_label(*id)),
            });
            let (interfaces, others): (Vec<_>, Vec<_>) = named.partition(Result::is_ok);
            let mut row = self.row_of(title, interfaces.into_iter().flatten().collect(), &base);
            row.plain(title, others.into_iter().filter_map(Result::err));
            row.write(&mut docs);
        }
        let package = package.map(|package| self.package_name(package));
        docs.extend(package.and_then(|it| self.gated.paragraph(it, Some(&world.name))));
        if let Some(location) = self.locations.item(world.span) {
            docs.push(format!("\n{}", defined_in(location)));
        }
        docs
    }

    /// Returns `a:b/c`, or `a:b/c@1.0.0` if the tree has several versions.
    fn interface_label(&self, id: InterfaceId) -> String {
        let interface = &self.resolve.interfaces[id];
        let package = interface.package.map(|id| self.label(id)).unwrap_or_default();
        let name = interface.name.as_deref().unwrap_or_default();
        match package.split_once('@') {
            Some((package, version)) => format!("{package}/{name}@{version}"),
            None => format!("{package}/{name}"),
        }
    }

    /// Returns the WIT docs of a package or an interface, with links.
    pub(super) fn docs(
        &self,
        docs: &Docs,
        package: PackageId,
        interface: Option<InterfaceId>,
        base: &LinkBase,
    ) -> Option<String> {
        let docs = docs.contents.as_deref().map(str::trim).filter(|docs| !docs.is_empty())?;
        let context = Context {
            package,
            interface,
            resource: None,
            own: Default::default(),
            gates: base.gates.clone(),
        };
        Some(self.prepare(docs, &context, base))
    }

    /// Adds links to WIT docs.
    pub(super) fn prepare(&self, docs: &str, context: &Context, base: &LinkBase) -> String {
        markdown::prepare(docs, &|word| self.names.link(word, context).map(|path| base.path(&path)))
    }
}

/// Returns the line of the docs with the location of an item.
pub(super) fn defined_in(location: impl std::fmt::Display) -> String {
    format!("Defined in `{location}`.")
}
