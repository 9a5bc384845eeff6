//! Proposes edits for changes: the item as it was, deprecated instead of removed, and the version to write.

use std::ops::Range;

use super::changes::{Breaking, Undo};
use super::locations::FileRange;
use crate::wit_parser::Span;
use frontend::diagnostic::{CompatibilityError as Error, Edit, Help};
use frontend::files::{FileId, Files};
use frontend::package_name::PackageName;
use semver::Version;

/// The files, and the versions to write.
pub(super) struct Edits<'a> {
    pub(super) files: &'a Files,
    /// The declaration of the package.
    pub(super) declaration: Option<FileRange>,
    /// The previous version, and the one in which an item is deprecated.
    pub(super) versions: Option<(&'a Version, &'a Version)>,
}

impl Edits<'_> {
    /// Returns the help for a change: a sentence, and the edits that carry it out if both sources are known.
    pub(super) fn help(
        &self,
        change: &Breaking,
        old: Option<&FileRange>,
        new: Option<&FileRange>,
        locate_old: impl Fn(Span) -> Option<FileRange>,
        locate: impl Fn(Span) -> Option<FileRange>,
    ) -> Help {
        let sentence = sentence(&change.error);
        let proposed = match change.undo {
            Undo::Remove => {
                Some(Help::remove("remove it; a new world that includes this one can have it"))
            }
            Undo::Copy => old.and_then(|old| self.copy(old, new)),
            Undo::Replace { old, new } => locate_old(old)
                .zip(locate(new))
                .and_then(|(old, new)| self.replace(&old, &new, change)),
            Undo::Alias(span) => old.and_then(|old| self.alias(old, &locate(span)?)),
            Undo::None => None,
        };
        proposed.map_or_else(|| Help::sentence(sentence), |help| help.otherwise(sentence))
    }

    /// Copies the old item to the end of the interface or world whose name is at `new`, or of the file of the package.
    fn copy(&self, (old, at): &FileRange, new: Option<&FileRange>) -> Option<Help> {
        let source = &self.files.get(*old).text;
        let item = &source[item(source, at.start)?];
        let is_stable = item.contains("@since");
        let text = if is_stable { self.deprecate(item) } else { item.to_owned() };
        let sentence = match is_stable {
            true => "keep it, and deprecate it",
            false => "keep it until the next version that may break its users",
        };
        let (file, name) = new?;
        let target = &self.files.get(*file).text;
        let edit = match self.declaration.as_ref() == new {
            true => Edit::new(*file, target.len()..target.len(), format!("\n{text}\n")),
            false => {
                let body = name.end + target[name.end..].find(['{', ';'])?;
                if target[body..].starts_with(';') {
                    return None;
                }
                let end = block_end(&delimiters(target), body)?;
                let line = target[..end].rfind('\n').map_or(0, |at| at + 1);
                let indent = &target[line..end];
                match indent.trim().is_empty() {
                    true => Edit::new(*file, line..line, format!("{indent}    {text}\n")),
                    false => Edit::new(*file, end..end, format!("{text} ")),
                }
            }
        };
        Some(Help::edits(sentence, vec![edit]))
    }

    /// Adds `@deprecated` after the `@since` of an item.
    fn deprecate(&self, item: &str) -> String {
        let version = self.versions.map(|(_, version)| version);
        let end = item.find("@since").and_then(|at| Some(at + item[at..].find(')')? + 1));
        match (version, end) {
            (Some(version), Some(end)) if !item.contains("@deprecated") => {
                let (before, after) = item.split_at(end);
                format!("{before} @deprecated(version = {version}){after}")
            }
            _ => item.to_owned(),
        }
    }

    /// Replaces an item with the old one; also its attributes if those are the change.
    fn replace(
        &self,
        (old, at): &FileRange,
        (file, name): &FileRange,
        change: &Breaking,
    ) -> Option<Help> {
        let gates = matches!(change.error, Error::BecameUnstable { .. });
        let of = |source: &str, at: usize| {
            let range = item(source, at)?;
            let start =
                if gates { range.start } else { range.start + declaration(&source[range.clone()]) };
            Some(start..range.end)
        };
        let (source, target) = (&self.files.get(*old).text, &self.files.get(*file).text);
        let (from, to) = (of(source, at.start)?, of(target, name.start)?);
        let edit = Edit::new(*file, to, &source[from]);
        Some(Help::edits(sentence(&change.error), vec![edit]))
    }

    /// Adds a type with the old name after the new one.
    fn alias(&self, (old, at): &FileRange, (file, name): &FileRange) -> Option<Help> {
        let target = &self.files.get(*file).text;
        let new = &target[name.clone()];
        let old = &self.files.get(*old).text[at.clone()];
        let range = item(target, name.start)?;
        let line = target[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &target[line..range.start];
        let indent = if indent.trim().is_empty() { indent } else { "" };
        let versions = self.versions.filter(|_| target[range.clone()].contains("@since"));
        let gates = versions.map(|(since, deprecated)| {
            format!("@since(version = {since}) @deprecated(version = {deprecated})\n{indent}")
        });
        let gates = gates.unwrap_or_default();
        let text = format!("\n{indent}{gates}type {old} = {new};");
        let edit = Edit::new(*file, range.end..range.end, text);
        Some(Help::edits("keep the old name as an alias", vec![edit]))
    }
}

/// Returns what to do about a change if no edit is known.
fn sentence(error: &Error) -> &'static str {
    match error {
        Error::ItemRemoved { .. }
        | Error::ItemRenamed { .. }
        | Error::ImportRemoved { .. }
        | Error::ExportRemoved { .. } => "keep it until the next version that may break its users",
        Error::ItemRequired { .. } => {
            "add it to a new interface, and export that from a new world or in the next version that may break its users"
        }
        Error::ImportAdded { .. } | Error::ExportAdded { .. } => {
            "add it to a new world that includes this one"
        }
        Error::ResourceMoved { .. } => "define the resource where it was",
        Error::BecameUnstable { .. } => "remove `@unstable`; a stable item can only be deprecated",
        _ => "keep it as it was, and add what is new under another name",
    }
}

/// Returns the edits that write another version of a package in a file.
pub(super) fn version(
    files: &Files,
    file: FileId,
    name: &PackageName,
    version: &Version,
) -> Vec<Edit> {
    let source = &files.get(file).text;
    let package_refs = files.tree(file).package_refs().into_iter().filter(|it| it.package == *name);
    let edits = package_refs.filter_map(|it| {
        let at = source[it.range.clone()].find('@').map(|at| it.range.start + at);
        match at {
            Some(at) => Some(Edit::new(file, at + 1..it.range.end, version.to_string())),
            None => it
                .declared
                .then(|| Edit::new(file, it.range.end..it.range.end, format!("@{version}"))),
        }
    });
    edits.collect()
}

/// A byte that delimits items, and its offset.
type Delimiter = (usize, u8);

/// Returns the delimiters in a source, without those in comments.
fn delimiters(source: &str) -> Vec<Delimiter> {
    let (mut found, mut at, mut depth) = (Vec::new(), 0, 0_usize);
    let bytes = source.as_bytes();
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth > 0 => (depth, at) = (depth - 1, at + 2),
            [b'/', b'/', ..] if depth == 0 => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
            }
            [byte @ (b'{' | b'}' | b';'), ..] if depth == 0 => {
                found.push((at, *byte));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// Returns the range of the item whose name is at an offset, from its comments and attributes to its `;` or `}`.
fn item(source: &str, name: usize) -> Option<Range<usize>> {
    let delimiters = delimiters(source);
    let before = delimiters.iter().rev().find(|(at, _)| *at < name);
    let start = before.map_or(0, |(at, _)| at + 1);
    // A comment at the end of the line belongs to the item before.
    let line = source[start..name].find('\n').map_or(start, |at| start + at + 1);
    let start = if source[start..line].trim_start().starts_with("//") { line } else { start };
    let start = start + source[start..].find(|c: char| !c.is_whitespace())?;
    let (end, byte) = delimiters.iter().find(|(at, _)| *at > name)?;
    let end = match byte {
        b'{' => block_end(&delimiters, *end)? + 1,
        _ => end + 1,
    };
    Some(start..end)
}

/// Returns the offset of the `}` for the `{` at an offset.
fn block_end(delimiters: &[Delimiter], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for &(at, byte) in delimiters.iter().filter(|(at, _)| *at >= open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Returns the offset after the comments and attributes at the start of an item.
fn declaration(item: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &item[at..];
        let skipped = match rest {
            _ if rest.starts_with("//") => rest.find('\n').map(|end| end + 1),
            _ if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            _ if rest.starts_with('@') => rest.find(')').map(|end| end + 1),
            _ if rest.starts_with(char::is_whitespace) => rest.find(|c: char| !c.is_whitespace()),
            _ => None,
        };
        match skipped {
            Some(skipped) => at += skipped,
            None => return at,
        }
    }
}
