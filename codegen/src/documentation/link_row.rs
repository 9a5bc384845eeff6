//! Rows of linked names. A link is gated like the item that it leads to.

use crate::wit_parser::PackageId;

use super::names::Item;
use super::{Documentation, ModuleDocs};

/// The base of links in docs: the depth of their module below the root of the tree, and the gates that are open there.
#[derive(Clone, Debug)]
pub(super) struct LinkBase {
    pub(super) depth: usize,
    pub(super) gates: Vec<String>,
}

impl LinkBase {
    /// Converts a path from the root of the tree to a path from here.
    pub(super) fn path(&self, path: &str) -> String {
        match self.depth {
            0 => format!("self::{path}"),
            depth => format!("{}{path}", "super::".repeat(depth)),
        }
    }
}

/// A row in parts with different gates.
#[derive(Debug, Default)]
pub(super) struct Row<'a>(Vec<Part<'a>>);

#[derive(Debug)]
struct Part<'a> {
    gates: Vec<&'a str>,
    /// The text if the gates are open.
    linked: String,
    /// The text if a gate is closed.
    plain: String,
}

impl<'a> Row<'a> {
    fn push(&mut self, gates: Vec<&'a str>, linked: String, plain: String) {
        match self.0.last_mut() {
            Some(last) if last.gates == gates => {
                last.linked.push_str(&linked);
                last.plain.push_str(&plain);
            }
            _ => self.0.push(Part { gates, linked, plain }),
        }
    }

    fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) => {
                last.linked.push_str(text);
                last.plain.push_str(text);
            }
            None => self.push(Vec::new(), text.to_owned(), text.to_owned()),
        }
    }

    /// Adds names without links, after `title` if the row is empty.
    pub(super) fn plain(&mut self, title: &str, names: impl Iterator<Item = String>) {
        for name in names {
            let separator = if self.0.is_empty() { format!("{title} ") } else { ", ".to_owned() };
            self.push_text(&format!("{separator}`{name}`"));
        }
    }

    /// Writes the row, with a line for each part.
    pub(super) fn write(self, docs: &mut ModuleDocs) {
        for Part { gates, linked, plain } in self.0 {
            docs.push_gated(&gates, linked.trim_end().to_owned(), plain.trim_end().to_owned());
        }
    }
}

impl<'a> Documentation<'a> {
    /// Returns a list item with a package, its interfaces and its worlds.
    pub(super) fn row(&self, id: PackageId, base: &LinkBase) -> Row<'a> {
        let package = &self.resolve.packages[id];
        let mut row = Row::default();
        let name = self.package_name(id).unversioned();
        self.item(&mut row, "* ", &Item::Package(id), &name, base);
        row.push_text(&self.version(id));
        let interfaces: Vec<_> = package
            .interfaces
            .iter()
            .filter(|(_, id)| self.plan.interfaces.contains(id) || self.exporting(**id).is_some())
            .map(|(name, id)| (name, Item::Interface(*id)))
            .collect();
        let planned = |id| self.plan.worlds.iter().any(|world| world.id == id);
        let worlds = package
            .worlds
            .iter()
            .filter(|(_, id)| planned(**id))
            .map(|(name, id)| (name, Item::World(*id)))
            .collect();
        for (word, items) in [("interface", interfaces), ("world", worlds)] {
            let mut separator = match items.len() {
                0 => continue,
                1 => format!(" · {word} "),
                _ => format!(" · {word}s "),
            };
            for (name, item) in items {
                row.push_text(&separator);
                self.item(&mut row, "", &item, name, base);
                ", ".clone_into(&mut separator);
            }
        }
        if let Some(location) = self.locations.package(id) {
            row.push_text(&format!(" · `{location}`"));
        }
        if let Some(summary) = self.summary(id, base) {
            row.push_text(&format!("<br>\n  {summary}"));
        }
        row
    }

    /// Returns a row with `title` and linked names.
    pub(super) fn row_of(
        &self,
        title: &str,
        items: Vec<(Item<'_>, String)>,
        base: &LinkBase,
    ) -> Row<'a> {
        let mut row = Row::default();
        for (item, name) in items {
            row.push_text(&if row.0.is_empty() { format!("{title} ") } else { ", ".to_owned() });
            self.item(&mut row, "", &item, &name, base);
        }
        row
    }

    fn item(&self, row: &mut Row<'a>, prefix: &str, item: &Item<'_>, name: &str, base: &LinkBase) {
        let mut gates = self.names.gates(item);
        gates.retain(|gate| base.gates.iter().all(|open| open != gate));
        // The gate of an interface is shown at its package.
        let suffix = match item {
            Item::Package(_) | Item::World(_) if !gates.is_empty() => {
                format!(" (with `{}`)", gates.join("` and `"))
            }
            _ => String::new(),
        };
        let plain = format!("{prefix}`{name}`{suffix}");
        let linked = match self.path(item) {
            Some(path) => format!("{prefix}[`{name}`]({}){suffix}", base.path(&path)),
            None => plain.clone(),
        };
        row.push(gates, linked, plain);
    }

    /// Returns the first paragraph of a package's docs, or of those of its only interface or world.
    fn summary(&self, id: PackageId, base: &LinkBase) -> Option<String> {
        let package = &self.resolve.packages[id];
        let interfaces = package.interfaces.values().map(|id| &self.resolve.interfaces[*id].docs);
        let worlds = package.worlds.values().map(|id| &self.resolve.worlds[*id].docs);
        let mut inside = interfaces.chain(worlds);
        let only = inside.next().filter(|_| inside.next().is_none());
        let docs = Some(&package.docs).filter(|docs| docs.contents.is_some()).or(only)?;
        let interface = package.interfaces.values().next().copied();
        let text = self.docs(docs, id, interface, base)?;
        let paragraph: Vec<&str> =
            text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        let paragraph = paragraph.join(" ");
        // A summary is a sentence, and no heading, list or block.
        let is_sentence = paragraph.starts_with(|char: char| char.is_alphanumeric() || char == '[');
        is_sentence.then_some(paragraph)
    }
}
