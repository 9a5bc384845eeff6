//! Edits beyond the primary span of an error: they add lines, attributes and types of a `use`, rename, and remove items.

use super::checker::{At, Checker, Owner, Target};
use super::visit::used_names;
use crate::diagnostic::{Edit, Help};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Interface, Name, UseName};

impl<'t> Checker<'t> {
    /// Returns the source of a file.
    pub(super) fn source(&self, file: FileId) -> &'t str {
        &self.input.files.get(file).text
    }

    /// Returns the edits that bring a type of an interface into the scope of a body: the type is added to a `use` of that
    /// interface, or a `use` is added.
    pub(super) fn add_use(
        &self,
        owner: &Owner<'t>,
        interface: Option<At<'t, Interface>>,
        path: &str,
        name: &str,
    ) -> Vec<Edit> {
        let is_same = |target| match (target, interface) {
            (Target::Interface(at), Some(interface)) => std::ptr::eq(at.item, interface.item),
            _ => false,
        };
        let plain = owner.body.uses.iter().filter(|used| used.attributes.is_empty());
        let last = plain
            .filter(|used| is_same(self.target(owner.package, owner.scope, &used.path)))
            .find_map(|used| used.names.last());
        match last {
            Some(last) => {
                let end = last.local().span.end;
                vec![Edit::new(self.owner_file(owner), end..end, format!(", {name}"))]
            }
            None => self.add_item(owner, &format!("use {path}.{{{name}}};")),
        }
    }

    /// Returns the edits that add an item at the start of a body.
    pub(super) fn add_item(&self, owner: &Owner<'t>, item: &str) -> Vec<Edit> {
        let file = self.owner_file(owner);
        let source = self.source(file);
        let Some(open) = source[owner.name.span.end..].find('{') else { return Vec::new() };
        let at = owner.name.span.end + open + 1;
        let rest = &source[at..];
        let text = match rest.split_once('\n') {
            Some((line, below)) if line.trim().is_empty() => {
                let end_of_line = if line.ends_with('\r') { "\r\n" } else { "\n" };
                let next = below.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let indent = if next.trim_start().starts_with('}') {
                    format!("{}    ", indentation(source, at))
                } else {
                    next[..next.len() - next.trim_start().len()].to_owned()
                };
                format!("{end_of_line}{indent}{item}")
            }
            _ if rest.starts_with('}') => format!(" {item} "),
            _ => format!(" {item}"),
        };
        vec![Edit::new(file, at..at, text)]
    }

    /// Returns the edit that adds an attribute before an item that starts at an offset.
    pub(super) fn add_attribute(&self, file: FileId, at: usize, attribute: &str) -> Edit {
        let source = self.source(file);
        let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
        let text = if source[line..at].trim().is_empty() {
            format!("{attribute}\n{}", &source[line..at])
        } else {
            format!("{attribute} ")
        };
        Edit::new(file, at..at, text)
    }

    /// Returns the start of the keyword before a span, such as `record`.
    pub(super) fn keyword_before(&self, file: FileId, span: &Span) -> usize {
        let before = self.source(file)[..span.start].trim_end();
        let is_word = |char: char| char.is_ascii_alphanumeric() || char == '-';
        before.trim_end_matches(is_word).len()
    }

    /// Returns the edits that write `new` wherever a body uses the type `old`.
    pub(super) fn replace_type(&self, owner: &Owner<'t>, old: &str, new: &str) -> Vec<Edit> {
        let file = self.owner_file(owner);
        let names = used_names(owner.body).into_iter().filter(|name| name.text == old);
        names.map(|name| Edit::new(file, name.span.clone(), new)).collect()
    }

    /// Returns the edits that write the type `new` in a `use` and wherever the body uses it.
    pub(super) fn replace_picked(
        &self,
        owner: &Owner<'t>,
        picked: &UseName,
        new: &str,
    ) -> Vec<Edit> {
        let mut edits = vec![Edit::new(self.owner_file(owner), picked.name.span.clone(), new)];
        if picked.alias.is_none() {
            edits.extend(self.replace_type(owner, &picked.name.text, new));
        }
        edits
    }

    /// Returns the edit that removes an attribute with its arguments.
    pub(super) fn remove_attribute(&self, file: FileId, attribute: &Span) -> Edit {
        let source = self.source(file);
        let rest = &source[attribute.end..];
        let arguments = match rest.trim_start().strip_prefix('(') {
            Some(arguments) => {
                arguments.find(')').map_or(0, |close| rest.len() - arguments.len() + close + 1)
            }
            None => 0,
        };
        let end = attribute.end + arguments;
        let space = source[end..].len() - source[end..].trim_start().len();
        Edit::new(file, attribute.start..end + space, "")
    }

    /// Returns the edit that removes a member of a list, with its comma.
    pub(super) fn remove_member(&self, file: FileId, member: Span) -> Edit {
        let source = self.source(file);
        let before = source[..member.start].trim_end();
        if before.ends_with(',') {
            return Edit::new(file, before.len() - 1..member.end, "");
        }
        let after = source[member.end..].trim_start();
        let after = after.strip_prefix(',').unwrap_or(after).trim_start();
        Edit::new(file, member.start..source.len() - after.len(), "")
    }

    /// Returns the edit that removes the item that starts with the keyword before a name, or with the name, and ends with
    /// `;` or its closing brace.
    pub(super) fn remove_item(&self, file: FileId, start: usize) -> Option<Edit> {
        let source = self.source(file);
        let end = self.item_end(source, start)?;
        let line = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let blank = |char: char| matches!(char, ' ' | '\t');
        let rest = source[end..].trim_start_matches(blank);
        let below = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
        let range = match below {
            Some(below) if source[line..start].trim().is_empty() => {
                // Of the blank lines before and after it, one is left.
                let blank = ["\r\n", "\n"].into_iter().find(|end| below.starts_with(end));
                let is_after_blank =
                    source[..line].ends_with("\n\n") || source[..line].ends_with("\n\r\n");
                let extra = blank.filter(|_| is_after_blank).map_or(0, str::len);
                line..source.len() - below.len() + extra
            }
            Some(_) => source[..start].trim_end_matches(blank).len()..end,
            None => start..source.len() - rest.len(),
        };
        let above =
            if range.start == line { documentation_start(source, line) } else { range.start };
        Some(Edit::new(file, above..range.end, ""))
    }

    /// Returns the help for a second item of a name. An equal one can be removed; another one can also be renamed.
    pub(super) fn duplicate_help(&self, what: &str, first: &Member, second: &Member) -> Help {
        let new = format!("{}-2", crate::spelling::kebab(&second.name));
        let help = Help::sentence("");
        let words = |member: &Member| {
            let source = &self.source(member.file)[member.range.clone()];
            source.split_whitespace().collect::<String>()
        };
        let help = if words(first) == words(second) {
            help
        } else {
            help.or_edits(
                format!("rename this {what}, as in `{new}`"),
                vec![Edit::new(
                    second.file,
                    second.rename.clone(),
                    format!("{}{new}", second.prefix),
                )],
            )
        };
        let removal = match second.in_list {
            true => Some(self.remove_member(second.file, second.range.clone())),
            false => self.remove_item(second.file, second.range.start),
        };
        help.or_edits(format!("remove this {what}"), removal.into_iter().collect())
            .otherwise(format!("rename or remove this {what}"))
    }

    /// Returns the end of an item, as far as [`Checker::searchable`] goes.
    fn item_end(&self, source: &str, start: usize) -> Option<usize> {
        let limit = self.searchable.get();
        let end = item_end(source, start, limit);
        let searched = end.unwrap_or(source.len()) - start;
        self.searchable.set(limit.saturating_sub(searched));
        end
    }

    /// Returns the item that starts at an offset and has a name.
    pub(super) fn item_member(&self, file: FileId, start: usize, name: &Name) -> Member {
        let end = self.item_end(self.source(file), start).unwrap_or(name.span.end);
        Member {
            file,
            name: name.text.clone(),
            range: start..end.max(name.span.end),
            rename: name.span.clone(),
            prefix: "",
            in_list: false,
        }
    }
}

/// An item, or a member of a list, that has the same name as another one.
pub(super) struct Member {
    pub(super) file: FileId,
    pub(super) name: String,
    /// The span of all of it.
    pub(super) range: Span,
    /// The span that another name replaces.
    pub(super) rename: Span,
    /// The text before the other name.
    pub(super) prefix: &'static str,
    /// `true` for a member of a list with commas.
    pub(super) in_list: bool,
}

/// Returns the start of the documentation and attributes on the lines before a line.
fn documentation_start(source: &str, line: usize) -> usize {
    let mut start = line;
    for above in source[..line].split_inclusive('\n').rev() {
        if !above.trim_start().starts_with("///") && !above.trim_start().starts_with('@') {
            break;
        }
        start -= above.len();
    }
    start
}

/// Returns the white space at the start of the line of an offset.
pub(super) fn indentation(source: &str, at: usize) -> &str {
    let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &source[line..at];
    &line[..line.len() - line.trim_start().len()]
}

/// Returns the end of an item: after its `;`, or after its closing brace. Reads at most `limit` bytes.
fn item_end(source: &str, start: usize, limit: usize) -> Option<usize> {
    let (mut depth, mut in_comment) = (0_usize, false);
    for (at, char) in source[start..].char_indices().take_while(|(at, _)| *at < limit) {
        let rest = &source[start + at..];
        match char {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '/' if rest.starts_with("//") => in_comment = true,
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                // `use t.{a};` ends at its `;`.
                let ends = rest[1..].trim_start().starts_with(';');
                if depth == 0 && !ends {
                    return Some(start + at + 1);
                }
            }
            ';' if depth == 0 => return Some(start + at + 1),
            _ => {}
        }
    }
    None
}
