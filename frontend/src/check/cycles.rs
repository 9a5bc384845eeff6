//! Finds cycles of packages, of interfaces and of worlds, with the span of every step.

use std::collections::BTreeMap;
use std::ptr;

use super::checker::{At, Checker, Owner, Target};
use crate::diagnostic::{Diagnostic, Help, NameError, PackageError};
use crate::files::FileId;
use crate::package_name::PackageName;
use crate::syntax::Span;
use crate::syntax::tree::{Body, ExternKind, Path};

/// An edge of a graph: the target node, and the span that creates the edge.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) file: FileId,
    pub(super) span: Span,
}

/// Returns the cycles of a graph as edges with their source nodes; each node is in one cycle at most.
///
/// Of many cycles, the first [`MAX_CYCLES`] are returned.
pub(super) fn cycles(edges: &[Vec<Edge>]) -> Vec<Vec<(usize, Edge)>> {
    let mut cycles = Vec::new();
    let mut in_cycle = vec![false; edges.len()];
    for start in cyclic(edges) {
        if in_cycle[start] || cycles.len() == MAX_CYCLES {
            continue;
        }
        if let Some(cycle) = shortest(edges, start) {
            for (node, _) in &cycle {
                in_cycle[*node] = true;
            }
            cycles.push(cycle);
        }
    }
    cycles
}

/// The largest number of cycles in one graph that are reported.
const MAX_CYCLES: usize = 50;

/// Returns the nodes that are left when nodes without incoming edges are removed, again and again: those of cycles, and those
/// that cycles lead to.
fn cyclic(edges: &[Vec<Edge>]) -> Vec<usize> {
    let mut incoming = vec![0_usize; edges.len()];
    edges.iter().flatten().for_each(|edge| incoming[edge.to] += 1);
    let mut free: Vec<usize> = (0..edges.len()).filter(|node| incoming[*node] == 0).collect();
    while let Some(node) = free.pop() {
        for edge in &edges[node] {
            incoming[edge.to] -= 1;
            if incoming[edge.to] == 0 {
                free.push(edge.to);
            }
        }
    }
    (0..edges.len()).filter(|node| incoming[*node] > 0).collect()
}

/// Returns the shortest cycle through a node.
fn shortest(edges: &[Vec<Edge>], start: usize) -> Option<Vec<(usize, Edge)>> {
    let mut previous: Vec<Option<(usize, Edge)>> = vec![None; edges.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for edge in &edges[node] {
            if previous[edge.to].is_none() {
                previous[edge.to] = Some((node, edge.clone()));
                queue.push_back(edge.to);
            }
        }
    }
    let mut cycle = Vec::new();
    let mut node = start;
    loop {
        let step = previous[node].clone()?;
        node = step.0;
        cycle.push(step);
        if node == start {
            cycle.reverse();
            return Some(cycle);
        }
    }
}

/// Returns every path in a body, including the inline interfaces of a world.
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
    /// Reports the cycles of packages.
    pub(super) fn package_cycles(&self) {
        let edges =
            (0..self.packages.len()).map(|package| self.package_edges(package)).collect::<Vec<_>>();
        for cycle in cycles(&edges) {
            let names = cycle.iter().map(|(from, _)| self.packages[*from].display());
            let first = self.packages[cycle[0].0].display();
            let shown = names.chain([first]).collect::<Vec<_>>().join(" → ");
            let kind = PackageError::Cycle { cycle: shown };
            let label = |from: usize, to: usize| {
                format!(
                    "`{}` depends on `{}`",
                    self.packages[from].display(),
                    self.packages[to].display()
                )
            };
            let (from, edge) = &cycle[0];
            let mut diagnostic =
                Diagnostic::at(kind, edge.file, edge.span.clone(), label(*from, edge.to));
            for (from, edge) in &cycle[1..] {
                diagnostic =
                    diagnostic.with_label(edge.file, edge.span.clone(), label(*from, edge.to));
            }
            let help = "move the types that both need to a third package, and use that";
            let help = self.removals(&cycle).otherwise(help);
            self.report(cycle[0].0, diagnostic.with_help(help));
        }
    }

    /// Returns the help that removes a line of a cycle. It holds only where nothing needs what the line brings.
    fn removals(&self, cycle: &[(usize, Edge)]) -> Help {
        let mut help = Help::sentence("");
        for (_, edge) in cycle {
            let start = self.keyword_before(edge.file, &edge.span);
            let Some(edit) = self.remove_item(edge.file, start) else { continue };
            let line = self.text(edge.file, &(start..edit.range.end)).trim();
            help = help.or_edits(format!("remove `{line}`, whose names are not used"), vec![edit]);
        }
        help
    }

    /// Returns the ends of the paths of a package that lead to the package `key`.
    pub(super) fn paths_to(&self, from: usize, key: &PackageName) -> Vec<(FileId, usize)> {
        let scopes = self.packages[from].scopes.iter();
        let ends = scopes.flat_map(|(file, scope)| {
            let top = scope.uses.iter().map(|used| &used.path);
            let interfaces = scope.interfaces.iter().flat_map(|item| paths(&item.body));
            let worlds = scope.worlds.iter().flat_map(|item| paths(&item.body));
            let all = top.chain(interfaces).chain(worlds);
            all.filter_map(move |path| match path {
                Path::Foreign { package, span, .. } => {
                    (package.plain() == *key).then_some((*file, span.end))
                }
                Path::Local(_) | Path::Package(_) => None,
            })
        });
        ends.collect()
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

    /// Returns every package that a path names.
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

    /// Reports the cycles of interfaces of a package.
    pub(super) fn interface_cycles(&self, package: usize) {
        let items: Vec<At<'t, _>> = self.interfaces(package).collect();
        let indices = indices(&items);
        let edges: Vec<Vec<Edge>> = items
            .iter()
            .map(|at| {
                let paths = at.item.body.uses.iter().map(|used| &used.path);
                self.edges(package, at.scope, paths, |target| {
                    let Target::Interface(to) = target else { return None };
                    indices.get(&ptr::from_ref(to.item)).copied()
                })
            })
            .collect();
        let name = |index: usize| items[index].item.name.text.clone();
        for cycle in cycles(&edges) {
            let help = match &cycle[..] {
                [_] => Help::remove(format!(
                    "remove the line: the types of interface `{}` are in scope in it",
                    name(cycle[0].0)
                )),
                _ => self
                    .removals(&cycle)
                    .otherwise("move the types that both need to a third interface, and use that"),
            };
            let diagnostic = cycle_error("`use` of interfaces", "uses", &cycle, name);
            self.report(package, diagnostic.with_help(help));
        }
    }

    /// Returns the edges to the items of the package that `paths` name. `index` returns the index of an item.
    fn edges<'p>(
        &self,
        package: usize,
        scope: usize,
        paths: impl Iterator<Item = &'p Path>,
        index: impl Fn(&Target<'t>) -> Option<usize>,
    ) -> Vec<Edge> {
        paths
            .filter_map(|path| {
                let Path::Local(name) = path else { return None };
                let to = index(&self.local_item(package, scope, &name.text)?)?;
                Some(Edge { to, file: self.file(package, scope), span: name.span.clone() })
            })
            .collect()
    }

    /// Reports the cycles of worlds of a package.
    pub(super) fn world_cycles(&self, package: usize) {
        let items: Vec<At<'t, _>> = self.worlds(package).collect();
        let indices = indices(&items);
        let edges: Vec<Vec<Edge>> = items
            .iter()
            .map(|at| {
                let paths = at.item.body.includes.iter().map(|include| &include.path);
                self.edges(package, at.scope, paths, |target| {
                    let Target::World(to) = target else { return None };
                    indices.get(&ptr::from_ref(to.item)).copied()
                })
            })
            .collect();
        let name = |index: usize| items[index].item.name.text.clone();
        for cycle in cycles(&edges) {
            let diagnostic = cycle_error("`include` of worlds", "includes", &cycle, name);
            let help = match &cycle[..] {
                [_] => Help::remove("remove the line: a world cannot include itself"),
                _ => self.removals(&cycle).otherwise(
                    "remove one of these lines, or move the items that both need to a third world",
                ),
            };
            self.report(package, diagnostic.with_help(help));
        }
    }

    /// Returns the interfaces whose types an interface uses, with the spans of the paths.
    pub(super) fn used_interfaces(&self, owner: &Owner<'t>) -> Vec<(Owner<'t>, Span)> {
        let uses = owner.body.uses.iter().filter(|used| !used.names.is_empty());
        uses.filter(|used| self.disabled_feature(&used.attributes).is_none())
            .filter_map(|used| {
                let target = self.used_interface(owner, used)?;
                Some((target, super::lookup::path_span(&used.path)))
            })
            .collect()
    }
}

/// Returns the index of each item.
fn indices<T>(items: &[At<'_, T>]) -> BTreeMap<*const T, usize> {
    items.iter().enumerate().map(|(index, at)| (ptr::from_ref(at.item), index)).collect()
}

fn cycle_error(
    what: &str,
    verb: &str,
    cycle: &[(usize, Edge)],
    name: impl Fn(usize) -> String,
) -> Diagnostic {
    let mut shown = cycle.iter().map(|(from, _)| format!("`{}`", name(*from))).collect::<Vec<_>>();
    shown.push(shown[0].clone());
    let kind = NameError::Cycle { what: what.to_owned(), cycle: shown.join(" → ") };
    let label = |from: usize, to: usize| format!("`{}` {verb} `{}`", name(from), name(to));
    let (from, edge) = &cycle[0];
    let mut diagnostic = Diagnostic::at(kind, edge.file, edge.span.clone(), label(*from, edge.to));
    for (from, edge) in &cycle[1..] {
        diagnostic = diagnostic.with_label(edge.file, edge.span.clone(), label(*from, edge.to));
    }
    diagnostic
}
