//! Lists the items that are not generated because the features of their gates are off.

use crate::request::Request;
use frontend::files::FileId;
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use frontend::syntax::tree::{
    Attribute, AttributeKind, Body, ExternKind, Name, Path, Scope, Shape,
};
use std::collections::{BTreeMap, BTreeSet};

/// A package, and one of its interfaces or worlds.
type Owner = (PackageName, Option<String>);

/// The name of an item, and its feature.
type Item = (String, String);

/// The items whose features are off.
#[derive(Debug, Default)]
pub(super) struct Gated<'a> {
    /// The features that are on.
    features: BTreeSet<&'a str>,
    items: BTreeMap<Owner, Vec<Item>>,
}

impl<'a> Gated<'a> {
    /// Finds the items in the WIT files of folders. `.wasm` files contain all items.
    ///
    /// Parses only files with gates and, if none of them names the package, the others: only few files have gates, and parsing takes
    /// time.
    pub(super) fn of(request: &'a Request, sources: &Sources, folders: &BTreeSet<usize>) -> Self {
        let mut gated = Self::default();
        if request.all_features() {
            return gated;
        }
        let features = request.resolution.features.iter();
        gated.features = features.map(|feature| feature.value.as_str()).collect();
        for &folder in folders {
            let files = &sources.folders[folder].wit;
            let (with_gates, others): (Vec<FileId>, Vec<FileId>) =
                files.iter().partition(|&&id| sources.files.get(id).text.contains("unstable"));
            if with_gates.is_empty() {
                continue;
            }
            let tree = |id: &FileId| sources.files.tree(*id);
            let mut trees = with_gates.iter().chain(&others).map(tree);
            let header = trees.find_map(|tree| tree.header.as_ref());
            let header = header.map(|header| header.name.plain());
            for tree in with_gates.iter().map(tree) {
                if let Some(package) = &header {
                    gated.scope(package, &tree.scope);
                }
                for nested in &tree.scope.packages {
                    gated.scope(&nested.name.plain(), &nested.scope);
                }
            }
        }
        gated
    }

    /// Returns a paragraph about the items of an interface or a world, or of a package itself.
    pub(super) fn paragraph(&self, package: PackageName, owner: Option<&str>) -> Option<String> {
        let items = self.items.get(&(package, owner.map(str::to_owned)))?;
        let mut by_feature: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (name, feature) in items {
            by_feature.entry(feature).or_default().push(format!("`{name}`"));
        }
        let lines = by_feature.into_iter().map(|(feature, names)| {
            let features = self.features.iter().copied().chain([feature]);
            let features: Vec<String> = features.map(|name| format!("\"{name}\"")).collect();
            format!(
                "Not generated, because the feature `{feature}` is off: {}. To generate them, set `features: [{}]`.",
                names.join(", "),
                features.join(", ")
            )
        });
        Some(lines.collect::<Vec<_>>().join("\n\n"))
    }

    fn scope(&mut self, package: &PackageName, scope: &Scope) {
        let interfaces = scope.interfaces.iter().map(|it| (&it.name, &it.attributes, &it.body));
        let worlds = scope.worlds.iter().map(|it| (&it.name, &it.attributes, &it.body));
        for (name, attributes, body) in interfaces.chain(worlds) {
            if !self.add(package, None, attributes, || name.text.clone()) {
                self.body(package, &name.text, body);
            }
        }
    }

    fn body(&mut self, package: &PackageName, owner: &str, body: &Body) {
        let owner = Some(owner);
        for used in &body.uses {
            for name in &used.names {
                self.add(package, owner, &used.attributes, || name.local().text.clone());
            }
        }
        for ty in &body.types {
            if self.add(package, owner, &ty.attributes, || ty.name.text.clone()) {
                continue;
            }
            let Shape::Resource(methods) = &ty.shape else { continue };
            for method in methods {
                let Name { text, .. } = &method.function.name;
                let name = || format!("{}.{text}", ty.name.text);
                self.add(package, owner, &method.function.attributes, name);
            }
        }
        for function in &body.functions {
            self.add(package, owner, &function.attributes, || function.name.text.clone());
        }
        for item in &body.externs {
            self.add(package, owner, &item.attributes, || match &item.kind {
                ExternKind::Inline(name, _) | ExternKind::Named(name, _) => name.text.clone(),
                ExternKind::Function(function) => function.name.text.clone(),
                ExternKind::Path(path) => text(path),
            });
        }
        for include in &body.includes {
            self.add(package, owner, &include.attributes, || text(&include.path));
        }
    }

    /// Adds an item if its feature is off, and returns `true` then.
    fn add(
        &mut self,
        package: &PackageName,
        owner: Option<&str>,
        attributes: &[Attribute],
        name: impl FnOnce() -> String,
    ) -> bool {
        let off = attributes.iter().find_map(|attribute| match &attribute.kind {
            AttributeKind::Unstable(feature) if !self.features.contains(feature.as_str()) => {
                Some(feature.clone())
            }
            AttributeKind::Unstable(_)
            | AttributeKind::Since(_)
            | AttributeKind::Deprecated
            | AttributeKind::ExternalId
            | AttributeKind::Unknown => None,
        });
        let Some(feature) = off else { return false };
        let key = (package.clone(), owner.map(str::to_owned));
        self.items.entry(key).or_default().push((name(), feature));
        true
    }
}

/// Returns a path as it is written in WIT.
fn text(path: &Path) -> String {
    match path {
        Path::Local(name) => name.text.clone(),
        Path::Foreign { package, item, .. } => package.plain().path(&item.text),
        Path::Package(package) => package.plain().to_string(),
    }
}
