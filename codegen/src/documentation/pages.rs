//! The pages: of the tree, of its namespaces, packages and worlds.

use crate::wit_parser::{Docs, InterfaceId, PackageId, WorldId, WorldItem, WorldKey};

use super::drawing::{self, Node};
use super::names::{Context, Item};
use super::{Documentation, Page, markdown};
use crate::plan::names;

/// Where a page stands: how far below the root of the tree its links start, and what is there with it.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    pub(super) depth: usize,
    pub(super) gates: Vec<String>,
}

impl Stand {
    /// A path from the root of the tree, as it is written here.
    pub(super) fn path(&self, path: &str) -> String {
        match self.depth {
            0 => format!("self::{path}"),
            depth => format!("{}{path}", "super::".repeat(depth)),
        }
    }
}

impl Documentation<'_> {
    /// The page of the whole tree, for a module that holds it.
    pub(crate) fn root(&self) -> Page {
        self.overview(&self.packages, None)
    }

    /// The page of the module of a namespace: its packages, and what these use.
    pub(crate) fn namespace(&self, module: &str) -> Page {
        let of =
            |id: &PackageId| names::namespace(&self.resolve.packages[*id].name.namespace) == module;
        let packages: Vec<PackageId> = self.packages.iter().copied().filter(of).collect();
        self.overview(&packages, Some(module))
    }

    fn overview(&self, packages: &[PackageId], namespace: Option<&str>) -> Page {
        let stand = Stand { depth: 0, gates: Vec::new() };
        let mut page = Page::default();
        page.push(match namespace {
            Some(namespace) => format!("The WIT packages of `{namespace}`, and what they use.\n"),
            None => "The WIT packages, and which of them uses which.\n".to_owned(),
        });
        if packages.len() > 1 || self.uses_others(packages) {
            self.draw(&mut page, packages, namespace);
        }
        for package in packages {
            self.row(*package, &stand).write(&mut page);
        }
        page
    }

    fn uses_others(&self, packages: &[PackageId]) -> bool {
        packages.iter().any(|id| self.number(*id).is_some_and(|at| self.graph.uses(at).count() > 0))
    }

    fn number(&self, package: PackageId) -> Option<usize> {
        self.packages.iter().position(|other| *other == package)
    }

    /// Draws packages with all that they use, however far, and says how to read it.
    fn draw(&self, page: &mut Page, packages: &[PackageId], namespace: Option<&str>) {
        let numbers = packages.iter().filter_map(|id| self.number(*id));
        let drawn = self.graph.closure(numbers).into_iter().collect::<Vec<_>>();
        let nodes = drawn.iter().map(|at| self.node(self.packages[*at], namespace));
        let nodes: Vec<Node> = nodes.collect();
        let graph = self.graph.among(&drawn);
        let reduced = graph.reduced();
        page.push(drawing::draw(&nodes, &reduced));
        let mut legend = "\nAn arrow leads from a package to one that it uses.".to_owned();
        if graph != reduced {
            legend.push_str(" Arrows that follow from others are left out.");
        }
        if nodes.iter().any(|node| node.dependency) && nodes.iter().any(|node| !node.dependency) {
            legend.push_str(" Boxes with broken lines are dependencies.");
        }
        legend.push('\n');
        page.push(legend);
    }

    fn node(&self, id: PackageId, namespace: Option<&str>) -> Node {
        let name = &self.resolve.packages[id].name;
        // Behind a gate there may be no page, and beside this one there may be none if somebody shows it elsewhere.
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

    /// The page of a package's module, for the outside of the module.
    pub(crate) fn package(&self, id: PackageId) -> Page {
        let gates = self.names.gates(&Item::Package(id));
        let stand = Stand { depth: 1, gates: gates.into_iter().map(str::to_owned).collect() };
        let mut page = Page::default();
        let label = format!("`{}`{}", self.label(id), self.version(id));
        match self.docs(&self.resolve.packages[id].docs, id, None, &stand) {
            Some(docs) => page.push(format!("{docs}\n\nThe WIT package {label}.")),
            None => page.push(format!("The WIT package {label}.")),
        }
        if let Some(at) = self.number(id) {
            let users: Vec<usize> = self.graph.users(at).collect();
            let used: Vec<usize> = self.graph.uses(at).collect();
            for (words, packages) in [("\nUses", used), ("\nUsed by", users)] {
                let items = packages.into_iter().map(|at| {
                    let id = self.packages[at];
                    (Item::Package(id), self.label(id))
                });
                self.listed(words, items.collect(), &stand).write(&mut page);
            }
        }
        if let Some(place) = self.places.package(id) {
            page.push(format!("\n`{place}`"));
        }
        page
    }

    /// The page of a world's module, for the outside of the module.
    pub(crate) fn world(&self, id: WorldId) -> Page {
        let world = &self.resolve.worlds[id];
        let gates = self.names.gates(&Item::World(id));
        let stand = Stand { depth: 2, gates: gates.into_iter().map(str::to_owned).collect() };
        let mut page = Page::default();
        let package = world.package;
        let docs = package.and_then(|package| self.docs(&world.docs, package, None, &stand));
        page.push(docs.unwrap_or_else(|| format!("The world `{}`.", world.name)));
        for (words, items) in [("\nImports", &world.imports), ("\nExports", &world.exports)] {
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
            let mut row = self.listed(words, interfaces.into_iter().flatten().collect(), &stand);
            row.plain(words, others.into_iter().filter_map(Result::err));
            row.write(&mut page);
        }
        if let Some(place) = self.places.item(world.span) {
            page.push(format!("\n`{place}`"));
        }
        page
    }

    /// `a:b/c`.
    fn interface_label(&self, id: InterfaceId) -> String {
        let interface = &self.resolve.interfaces[id];
        let package = interface.package.map(|id| self.label(id)).unwrap_or_default();
        let name = interface.name.as_deref().unwrap_or_default();
        match package.split_once('@') {
            Some((package, version)) => format!("{package}/{name}@{version}"),
            None => format!("{package}/{name}"),
        }
    }

    /// Docs from WIT with their links.
    pub(super) fn docs(
        &self,
        docs: &Docs,
        package: PackageId,
        interface: Option<InterfaceId>,
        stand: &Stand,
    ) -> Option<String> {
        let docs = docs.contents.as_deref().map(str::trim).filter(|docs| !docs.is_empty())?;
        let context = Context {
            package,
            interface,
            resource: None,
            own: Default::default(),
            gates: stand.gates.clone(),
        };
        Some(self.prepare(docs, &context, stand))
    }

    /// Docs with their links.
    pub(super) fn prepare(&self, docs: &str, context: &Context, stand: &Stand) -> String {
        markdown::prepare(docs, &|word| {
            self.names.link(word, context).map(|path| stand.path(&path))
        })
    }
}
