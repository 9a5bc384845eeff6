//! Rings: of packages, of interfaces, of worlds; with the place of every step.

use super::model::{At, Checker, Owner, Target};
use crate::diagnostic::{Diagnostic, NameError, PackageError};
use crate::files::FileId;
use crate::package_name::PackageName;
use crate::syntax::Span;
use crate::syntax::tree::{Body, ExternKind, Path};

/// A step of a ring: to which node, and where it is taken.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) file: FileId,
    pub(super) span: Span,
}

/// Every ring of a graph, as steps with the node that each starts from; one for each node at most.
pub(super) fn rings(edges: &[Vec<Edge>]) -> Vec<Vec<(usize, Edge)>> {
    let mut rings = Vec::new();
    let mut told = vec![false; edges.len()];
    for start in 0..edges.len() {
        if told[start] {
            continue;
        }
        if let Some(ring) = shortest(edges, start) {
            for (node, _) in &ring {
                told[*node] = true;
            }
            rings.push(ring);
        }
    }
    rings
}

/// The shortest way from a node back to it.
fn shortest(edges: &[Vec<Edge>], start: usize) -> Option<Vec<(usize, Edge)>> {
    let mut came: Vec<Option<(usize, Edge)>> = vec![None; edges.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for edge in &edges[node] {
            if came[edge.to].is_none() {
                came[edge.to] = Some((node, edge.clone()));
                queue.push_back(edge.to);
            }
        }
    }
    let mut ring = Vec::new();
    let mut node = start;
    loop {
        let step = came[node].clone()?;
        node = step.0;
        ring.push(step);
        if node == start {
            ring.reverse();
            return Some(ring);
        }
    }
}

/// Every path in a body, with the inline interfaces of a world.
pub(super) fn paths(body: &Body) -> Vec<&Path> {
    let mut paths: Vec<&Path> = body.uses.iter().map(|used| &used.path).collect::<Vec<_>>();
    paths.extend(body.includes.iter().map(|include| &include.path));
    for item in &body.externs {
        match &item.kind {
            ExternKind::Path(path) | ExternKind::Named(_, path) => paths.push(path),
            ExternKind::Inline(_, body) => {
                paths.extend(body.uses.iter().map(|used| &used.path));
            }
            ExternKind::Function(_) => {}
        }
    }
    paths
}

impl<'t> Checker<'t> {
    /// Reports every ring of packages.
    pub(super) fn package_cycles(&self) {
        let edges =
            (0..self.packages.len()).map(|package| self.package_edges(package)).collect::<Vec<_>>();
        for ring in rings(&edges) {
            let names = ring.iter().map(|(from, _)| self.packages[*from].display());
            let first = self.packages[ring[0].0].display();
            let shown = names.chain([first]).collect::<Vec<_>>().join(" → ");
            let kind = PackageError::Cycle { ring: shown };
            let label = |from: usize, to: usize| {
                format!(
                    "`{}` needs `{}`",
                    self.packages[from].display(),
                    self.packages[to].display()
                )
            };
            let (from, edge) = &ring[0];
            let mut fault =
                Diagnostic::at(kind, edge.file, edge.span.clone(), label(*from, edge.to));
            for (from, edge) in &ring[1..] {
                fault = fault.with_label(edge.file, edge.span.clone(), label(*from, edge.to));
            }
            let help =
                "move the types that both sides need to a package of their own, and use that";
            self.report(ring[0].0, fault.with_help(help));
        }
    }

    fn package_edges(&self, package: usize) -> Vec<Edge> {
        let mut edges: Vec<Edge> = Vec::new();
        for (file, scope) in &self.packages[package].scopes {
            let top = scope.uses.iter().map(|used| &used.path);
            let interfaces = scope.interfaces.iter().flat_map(|item| paths(&item.body));
            let worlds = scope.worlds.iter().flat_map(|item| paths(&item.body));
            for path in top.chain(interfaces).chain(worlds) {
                let Path::Foreign { package: named, span, .. } = path else { continue };
                let Some(to) = self.find_package(&named.plain()) else { continue };
                if to != package && !edges.iter().any(|edge| edge.to == to) {
                    edges.push(Edge { to, file: *file, span: span.clone() });
                }
            }
        }
        edges
    }

    /// Every package that is named in paths.
    pub(super) fn named_packages(&self, package: usize) -> Vec<PackageName> {
        let scopes = self.packages[package].scopes.iter();
        let paths = scopes.flat_map(|(_, scope)| {
            let top = scope.uses.iter().map(|used| &used.path);
            let interfaces = scope.interfaces.iter().flat_map(|item| paths(&item.body));
            let worlds = scope.worlds.iter().flat_map(|item| paths(&item.body));
            top.chain(interfaces).chain(worlds)
        });
        paths
            .filter_map(|path| match path {
                Path::Foreign { package, .. } => Some(package.plain()),
                Path::Local(_) | Path::Package(_) => None,
            })
            .collect()
    }

    /// Reports every ring of interfaces of a package.
    pub(super) fn interface_rings(&self, package: usize) {
        let items: Vec<At<'t, _>> = self.interfaces(package).collect();
        let edges: Vec<Vec<Edge>> = items
            .iter()
            .map(|at| {
                let uses = at.item.body.uses.iter();
                uses.filter_map(|used| {
                    let Path::Local(name) = &used.path else { return None };
                    let Target::Interface(target) =
                        self.local_item(package, at.scope, &name.text)?
                    else {
                        return None;
                    };
                    let to = items.iter().position(|at| std::ptr::eq(at.item, target.item))?;
                    let file = self.file(package, at.scope);
                    Some(Edge { to, file, span: name.span.clone() })
                })
                .collect()
            })
            .collect();
        let name = |index: usize| items[index].item.name.text.clone();
        for ring in rings(&edges) {
            let help = match &ring[..] {
                [_] => format!(
                    "delete the line: an interface knows its own types (`{}`)",
                    name(ring[0].0)
                ),
                _ => "move the types that both need to a third interface, and use that".to_owned(),
            };
            let fault = ring_fault("interfaces use", "uses", &ring, name);
            self.report(package, fault.with_help(help));
        }
    }

    /// Reports every ring of worlds of a package.
    pub(super) fn world_rings(&self, package: usize) {
        let items: Vec<At<'t, _>> = self.worlds_of(package).collect();
        let edges: Vec<Vec<Edge>> = items
            .iter()
            .map(|at| {
                let includes = at.item.body.includes.iter();
                includes
                    .filter_map(|include| {
                        let Path::Local(name) = &include.path else { return None };
                        let Target::World(target) =
                            self.local_item(package, at.scope, &name.text)?
                        else {
                            return None;
                        };
                        let to = items.iter().position(|at| std::ptr::eq(at.item, target.item))?;
                        let file = self.file(package, at.scope);
                        Some(Edge { to, file, span: name.span.clone() })
                    })
                    .collect()
            })
            .collect();
        let name = |index: usize| items[index].item.name.text.clone();
        for ring in rings(&edges) {
            let fault = ring_fault("worlds include", "includes", &ring, name);
            let help = match &ring[..] {
                [_] => "delete the line: a world has its own items anyway",
                _ => "delete one of these lines, or move what both need to a third world",
            };
            self.report(package, fault.with_help(help));
        }
    }

    /// The interfaces that an interface takes types from, with the place.
    pub(super) fn needs(&self, owner: &Owner<'t>) -> Vec<(Owner<'t>, Span)> {
        let uses = owner.body.uses.iter().filter(|used| !used.names.is_empty());
        uses.filter(|used| self.off(&used.attributes).is_none())
            .filter_map(|used| {
                let target = self.used_interface(owner, used)?;
                Some((target, super::names::path_span(&used.path)))
            })
            .collect()
    }
}

fn ring_fault(
    what: &str,
    verb: &str,
    ring: &[(usize, Edge)],
    name: impl Fn(usize) -> String,
) -> Diagnostic {
    let mut shown = ring.iter().map(|(from, _)| format!("`{}`", name(*from))).collect::<Vec<_>>();
    shown.push(shown[0].clone());
    let kind = NameError::Ring { what: what.to_owned(), ring: shown.join(" → ") };
    let label = |from: usize, to: usize| format!("`{}` {verb} `{}`", name(from), name(to));
    let (from, edge) = &ring[0];
    let mut fault = Diagnostic::at(kind, edge.file, edge.span.clone(), label(*from, edge.to));
    for (from, edge) in &ring[1..] {
        fault = fault.with_label(edge.file, edge.span.clone(), label(*from, edge.to));
    }
    fault
}
