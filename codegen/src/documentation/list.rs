//! Rows of names with links, each behind the gates of what it links to.

use crate::wit_parser::PackageId;

use super::names::Item;
use super::pages::Stand;
use super::{Documentation, Page};

/// Parts of a row, each with what is there instead when its gates are shut.
#[derive(Debug, Default)]
pub(super) struct Row<'a>(Vec<Part<'a>>);

#[derive(Debug)]
struct Part<'a> {
    gates: Vec<&'a str>,
    linked: String,
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

    fn both(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) => {
                last.linked.push_str(text);
                last.plain.push_str(text);
            }
            None => self.push(Vec::new(), text.to_owned(), text.to_owned()),
        }
    }

    /// Adds names without links, behind `words` if nothing stands there yet.
    pub(super) fn plain(&mut self, words: &str, names: impl Iterator<Item = String>) {
        for name in names {
            let before = if self.0.is_empty() { format!("{words} ") } else { ", ".to_owned() };
            self.both(&format!("{before}`{name}`"));
        }
    }

    /// Writes the row. Each part of it is a line.
    pub(super) fn write(self, page: &mut Page) {
        for Part { gates, linked, plain } in self.0 {
            page.push_gated(&gates, linked.trim_end().to_owned(), plain.trim_end().to_owned());
        }
    }
}

impl<'a> Documentation<'a> {
    /// A package with its interfaces and worlds, as an item of a list.
    pub(super) fn row(&self, id: PackageId, stand: &Stand) -> Row<'a> {
        let package = &self.resolve.packages[id];
        let mut row = Row::default();
        let name = format!("{}:{}", package.name.namespace, package.name.name);
        self.item(&mut row, "* ", &Item::Package(id), &name, stand);
        row.both(&self.version(id));
        let interfaces = package
            .interfaces
            .iter()
            .filter(|(_, id)| self.plan.interfaces.contains(id) || self.exporting(**id).is_some())
            .map(|(name, id)| (name, Item::Interface(*id)))
            .collect::<Vec<_>>();
        let planned = |id| self.plan.worlds.iter().any(|world| world.id == id);
        let worlds = package
            .worlds
            .iter()
            .filter(|(_, id)| planned(**id))
            .map(|(name, id)| (name, Item::World(*id)))
            .collect();
        for (word, items) in [("interface", interfaces), ("world", worlds)] {
            let mut before = match items.len() {
                0 => continue,
                1 => format!(" · {word} "),
                _ => format!(" · {word}s "),
            };
            for (name, item) in items {
                row.both(&before);
                self.item(&mut row, "", &item, name, stand);
                ", ".clone_into(&mut before);
            }
        }
        if let Some(place) = self.places.package(id) {
            row.both(&format!(" · `{place}`"));
        }
        if let Some(summary) = self.summary(id, stand) {
            row.both(&format!("<br>\n  {summary}"));
        }
        row
    }

    /// `words`, and names with links.
    pub(super) fn listed(
        &self,
        words: &str,
        items: Vec<(Item<'_>, String)>,
        stand: &Stand,
    ) -> Row<'a> {
        let mut row = Row::default();
        for (item, name) in items {
            row.both(&if row.0.is_empty() { format!("{words} ") } else { ", ".to_owned() });
            self.item(&mut row, "", &item, &name, stand);
        }
        row
    }

    fn item(&self, row: &mut Row<'a>, before: &str, item: &Item<'_>, name: &str, stand: &Stand) {
        let mut gates = self.names.gates(item);
        gates.retain(|gate| stand.gates.iter().all(|open| open != gate));
        // Interfaces are behind the gate of their package, of which that is said.
        let behind = match item {
            Item::Package(_) | Item::World(_) if !gates.is_empty() => {
                format!(" (with `{}`)", gates.join("` and `"))
            }
            _ => String::new(),
        };
        let plain = format!("{before}`{name}`{behind}");
        let linked = match self.path(item) {
            Some(path) => format!("{before}[`{name}`]({}){behind}", stand.path(&path)),
            None => plain.clone(),
        };
        row.push(gates, linked, plain);
    }

    /// What a package is for: the first paragraph of its docs, or of those of its only interface or world.
    fn summary(&self, id: PackageId, stand: &Stand) -> Option<String> {
        let package = &self.resolve.packages[id];
        let interfaces = package.interfaces.values().map(|id| &self.resolve.interfaces[*id].docs);
        let worlds = package.worlds.values().map(|id| &self.resolve.worlds[*id].docs);
        let mut inside = interfaces.chain(worlds);
        let only = inside.next().filter(|_| inside.next().is_none());
        let docs = Some(&package.docs).filter(|docs| docs.contents.is_some()).or(only)?;
        let interface = package.interfaces.values().next().copied();
        let text = self.docs(docs, id, interface, stand)?;
        let paragraph: Vec<&str> =
            text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        let paragraph = paragraph.join(" ");
        // Headings, lists and blocks are no sentence.
        let is_sentence = paragraph.starts_with(|char: char| char.is_alphanumeric() || char == '[');
        is_sentence.then_some(paragraph)
    }
}
