//! Completes the errors of invalid `use`, `import`, `export` and `include` items: finds the interfaces, worlds and types that
//! their words name, and proposes the item in the syntax of WIT.

use super::checker::{At, Checker, Owner};
use super::visit::used_names;
use crate::diagnostic::{Edit, Help, Kind, SyntaxError};
use crate::placement;
use crate::syntax::tree::{Interface, InvalidUse};

/// Words at the start of a path that stand for this package.
const THIS_PACKAGE: [&str; 6] = ["self", "pkg", "crate", "super", "this", "package"];

/// A path, and the name after `as`.
type Renamed = (Vec<String>, Option<String>);

/// An item that the words of a path name.
#[derive(Clone, Copy)]
enum Found<'t> {
    Interface(At<'t, Interface>),
    World,
}

/// An item, its path from the package of the `use`, and the words after it.
struct Match<'t, 'w> {
    found: Found<'t>,
    path: String,
    rest: &'w [String],
}

impl<'t> Checker<'t> {
    /// Reports the invalid items of an interface or a world.
    pub(super) fn invalid_uses(&self, owner: &Owner<'t>) {
        for invalid in &owner.body.invalid_uses {
            let (texts, resolved) = self.corrections(owner, invalid);
            let removable = resolved || invalid.inside.is_some();
            self.report_invalid(owner.package, invalid, texts, guess(owner, invalid), removable);
        }
    }

    /// Reports the invalid `use` items at the top of a file.
    pub(super) fn invalid_top_level_uses(&self, package: usize, scope: usize) {
        for invalid in &self.packages[package].scopes[scope].1.invalid_uses {
            let words = &invalid.words;
            let matched = match &words.paths[..] {
                [(path, alias)] if words.names.is_empty() => {
                    let matched = self.item_of_words(package, path);
                    matched.filter(|found| found.rest.is_empty()).map(|found| match alias {
                        Some(alias) => format!("use {} as {alias};", found.path),
                        None => format!("use {};", found.path),
                    })
                }
                _ => None,
            };
            self.report_invalid(package, invalid, matched.into_iter().collect(), None, true);
        }
    }

    fn report_invalid(
        &self,
        package: usize,
        invalid: &InvalidUse,
        texts: Vec<String>,
        guess: Option<String>,
        removable: bool,
    ) {
        let mut error = invalid.error.clone();
        let crate::diagnostic::Location::Source(label) = &error.location else { return };
        let file = label.file;
        let mut help = error.help.take().unwrap_or_default();
        // Without an item of these names, the proposals of the parser are the best ones.
        let known = !texts.is_empty();
        let mut candidates = Vec::new();
        for text in texts.into_iter().chain(guess.filter(|_| !known)) {
            if let Some(inside) = invalid.inside {
                let edits = vec![
                    Edit::new(file, invalid.span.clone(), ""),
                    Edit::new(file, inside..inside, format!("\n    {text}")),
                ];
                let sentence = format!("remove it, and write `{text}` between the braces");
                candidates.extend(Help::edits(sentence, edits).candidates);
                continue;
            }
            let shown = text.split_inclusive(['\n']).map(str::trim).collect::<Vec<_>>();
            let shown = shown.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>();
            let edit = Edit::new(file, invalid.span.clone(), text);
            candidates.extend(
                Help::edits(format!("write {}", shown.join(" and ")), vec![edit]).candidates,
            );
        }
        if !known {
            candidates.append(&mut help.candidates);
        }
        if !known && removable {
            let source = self.source(file);
            let line = placement::with_space(source, invalid.span.clone());
            let whole = source[line.clone()].ends_with('\n');
            let span = if whole { line } else { invalid.span.clone() };
            let removed = vec![Edit::new(file, span, "")];
            let sentence = match invalid.inside {
                Some(_) => help.sentence.clone(),
                None if matches!(
                    invalid.error.kind,
                    Kind::Syntax(SyntaxError::OnlyInWorld { .. })
                ) =>
                {
                    "remove the line, or move it into a world".to_owned()
                }
                None => "remove the line".to_owned(),
            };
            candidates.extend(Help::edits(sentence, removed).candidates);
        }
        help.candidates = candidates;
        self.report(package, error.with_help(help));
    }

    /// Returns the items that were probably meant, the best one first.
    ///
    /// Also returns `true` if the words name an existing interface or world.
    fn corrections(&self, owner: &Owner<'t>, invalid: &InvalidUse) -> (Vec<String>, bool) {
        let words = &invalid.words;
        let word = match invalid.keyword.as_str() {
            _ if owner.word == "interface" => "use",
            "import" | "imports" | "require" | "requires" | "needs" => "import",
            "export" | "exports" | "provide" | "provides" | "implements" => "export",
            "include" | "includes" | "extends" | "extend" | "inherits" => "include",
            _ if invalid.inside.is_some() => "include",
            _ => "use",
        };
        // `import { i, j };` lists paths.
        let paths = if words.paths.is_empty() { &words.names } else { &words.paths };
        let matched = paths.first().and_then(|(path, _)| self.item_of(owner, path));
        let mut texts = Vec::new();
        if matched.is_none() && owner.word == "interface" {
            let home = paths.first().and_then(|(path, _)| self.home_of(owner, path));
            // An interface exports all that it defines.
            let nothing = matches!(invalid.keyword.as_str(), "export" | "include");
            return (home.into_iter().collect(), nothing);
        }
        let resolved = matched.is_some();
        match matched {
            None => {}
            Some(Match { found: Found::World, path, .. }) => {
                texts.extend(self.include_of(owner, invalid, paths, path));
            }
            Some(Match { found: Found::Interface(at), path, rest }) => {
                let picked = self.picked_words(at, invalid, rest);
                let word = match (word, invalid.inside) {
                    ("include", Some(_)) => "export",
                    ("include", None) => "import",
                    (word, _) => word,
                };
                if invalid.inside.is_some() && word == "use" {
                    let needed = self.needed(owner, at);
                    texts.extend((!needed.is_empty()).then(|| use_text(&path, &needed)));
                    return (texts, true);
                }
                if word == "use" || !picked.is_empty() {
                    let wanted = if word == "use" { "import" } else { word };
                    if owner.word == "world" && picked.is_empty() {
                        texts.push(format!("{wanted} {path};"));
                    }
                    texts.extend(self.use_of(owner, at, &path, picked));
                } else {
                    texts.extend(self.externs(owner, word, paths));
                }
                if texts.is_empty() && (word != "use" || owner.word == "world") {
                    texts.push(format!("{word} {path};"));
                }
            }
        }
        (texts, resolved)
    }

    /// Returns a `use` of the type that a word names, from the interface of this package that defines it.
    fn home_of(&self, owner: &Owner<'t>, path: &[String]) -> Option<String> {
        let [name] = path else { return None };
        let defines = |at: &At<'t, Interface>| {
            at.item.name.text != owner.name.text
                && at.item.body.types.iter().any(|def| def.name.text == *name)
        };
        let at = self.interfaces(owner.package).find(defines)?;
        Some(use_text(&at.item.name.text, std::slice::from_ref(name)))
    }

    /// Returns the imports or exports of several paths, on a line each.
    fn externs(&self, owner: &Owner<'t>, word: &str, paths: &[Renamed]) -> Option<String> {
        let lines = paths.iter().map(|(path, alias)| {
            let matched = self.item_of(owner, path)?;
            Some(match (matched.found, alias) {
                (Found::World, _) => format!("include {};", matched.path),
                (Found::Interface(_), Some(alias)) => format!("{word} {alias}: {};", matched.path),
                (Found::Interface(_), None) => format!("{word} {};", matched.path),
            })
        });
        Some(lines.collect::<Option<Vec<_>>>()?.join("\n    "))
    }

    /// Returns the includes of one world with new names, or of several worlds.
    fn include_of(
        &self,
        owner: &Owner<'t>,
        invalid: &InvalidUse,
        paths: &[Renamed],
        path: String,
    ) -> Option<String> {
        let names = &invalid.words.names;
        if paths.len() > 1 || invalid.words.paths.is_empty() {
            return self.externs(owner, "include", paths);
        }
        if names.is_empty() {
            return Some(format!("include {path};"));
        }
        let names = names
            .iter()
            .map(|(name, alias)| Some(format!("{} as {}", name.last()?, alias.as_ref()?)));
        let names = names.collect::<Option<Vec<_>>>()?;
        Some(format!("include {path} with {{ {} }}", names.join(", ")))
    }

    /// Returns the types that the words pick from an interface, with their new names.
    fn picked_words(
        &self,
        at: At<'t, Interface>,
        invalid: &InvalidUse,
        rest: &[String],
    ) -> Vec<(String, Option<String>)> {
        let words = &invalid.words;
        let types = Owner::interface(at).type_names();
        let mut picked: Vec<(String, Option<String>)> = Vec::new();
        if let Some(name) = rest.first() {
            let alias = words.paths.first().and_then(|(_, alias)| alias.clone());
            picked.push((name.clone(), alias));
        }
        let more = words.paths.iter().skip(1).chain(&words.names);
        let more = more.filter(|_| !words.paths.is_empty());
        for (path, alias) in more {
            if let Some(name) = path.last() {
                let renames_all = words.paths.first().and_then(|(_, alias)| alias.clone());
                picked.push((
                    name.clone(),
                    alias.clone().or(renames_all.filter(|_| words.names.len() == 1)),
                ));
            }
        }
        let exists = |name: &str| types.iter().any(|ty| ty.text == name);
        picked.retain(|(name, _)| exists(name));
        picked
    }

    /// Returns a `use` of the picked types, or of those that the owner needs, or of all.
    fn use_of(
        &self,
        owner: &Owner<'t>,
        at: At<'t, Interface>,
        path: &str,
        picked: Vec<(String, Option<String>)>,
    ) -> Option<String> {
        let picked = picked.into_iter().map(|(name, alias)| match alias {
            Some(alias) => format!("{name} as {alias}"),
            None => name,
        });
        let mut names: Vec<String> = picked.collect();
        if names.is_empty() {
            names = self.needed(owner, at);
        }
        if names.is_empty() {
            names = Owner::interface(at).type_names().iter().map(|ty| ty.text.clone()).collect();
        }
        (!names.is_empty()).then(|| use_text(path, &names))
    }

    /// Returns the types of an interface that the owner uses without defining them.
    fn needed(&self, owner: &Owner<'t>, at: At<'t, Interface>) -> Vec<String> {
        let used = used_names(owner.body);
        let names = Owner::interface(at).type_names();
        let names = names.iter().map(|ty| ty.text.clone());
        let needed = |name: &String| {
            self.local(owner, name).is_none() && used.iter().any(|used| used.text == *name)
        };
        names.filter(needed).collect()
    }

    fn item_of<'w>(&self, owner: &Owner<'t>, path: &'w [String]) -> Option<Match<'t, 'w>> {
        self.item_of_words(owner.package, path)
    }

    /// Returns the interface or world that the words of a path name.
    fn item_of_words<'w>(&self, from: usize, words: &'w [String]) -> Option<Match<'t, 'w>> {
        let skipped = words.iter().take_while(|word| THIS_PACKAGE.contains(&word.as_str())).count();
        let words = &words[skipped..];
        let kebabs: Vec<String> = words.iter().map(|word| crate::spelling::kebab(word)).collect();
        let others = (0..self.packages.len()).filter(|package| *package != from);
        let matched_at = |at: usize, package: usize, item: &str, found: Found<'t>| {
            if kebabs[at] != item {
                return None;
            }
            let key = self.packages[package].key.as_ref();
            let before = &words[..at];
            let names = key.map(|key| [key.namespace.as_str(), key.name.as_str()]);
            let named = names.is_some_and(|names| {
                let names = &names[2 - before.len().min(2)..];
                before.len() <= 2 && before.iter().zip(names).all(|(word, name)| word == name)
            });
            if !(named || (before.is_empty() && package == from)) {
                return None;
            }
            let path = match key {
                Some(key) if package != from => key.path(item),
                _ => item.to_owned(),
            };
            Some(Match { found, path, rest: &words[at + 1..] })
        };
        let matched = |package: usize, item: &str, found: Found<'t>| {
            (0..words.len()).find_map(|at| matched_at(at, package, item, found))
        };
        let all = std::iter::once(from).chain(others);
        let found = all.clone().find_map(|package| {
            let interfaces = self
                .interfaces(package)
                .find_map(|at| matched(package, &at.item.name.text, Found::Interface(at)));
            interfaces.or_else(|| {
                self.worlds(package)
                    .find_map(|at| matched(package, &at.item.name.text, Found::World))
            })
        });
        // `other:types` can only mean the interface of a package that has one.
        found.or_else(|| {
            let [namespace, name] = words else { return None };
            all.filter(|package| *package != from).find_map(|package| {
                let key = self.packages[package].key.as_ref()?;
                let mut interfaces = self.interfaces(package);
                let (Some(at), None) = (interfaces.next(), interfaces.next()) else { return None };
                let same = key.namespace == *namespace && key.name == *name;
                let path = key.path(&at.item.name.text);
                same.then_some(Match { found: Found::Interface(at), path, rest: &[] })
            })
        })
    }
}

fn use_text(path: &str, names: &[String]) -> String {
    format!("use {path}.{{{}}};", names.join(", "))
}

/// Returns the item that its words alone suggest, for packages that are not known.
fn guess(owner: &Owner<'_>, invalid: &InvalidUse) -> Option<String> {
    let words = &invalid.words;
    if invalid.inside.is_some() {
        return None;
    }
    let [(path, None)] = &words.paths[..] else { return None };
    let names = words.names.iter().map(|(name, alias)| match alias {
        Some(alias) => Some(format!("{} as {alias}", name.last()?)),
        None => name.last().cloned(),
    });
    let mut names = names.collect::<Option<Vec<_>>>()?;
    let mut path = &path[..];
    let picks = owner.word == "interface" || invalid.keyword == "use";
    if let ([rest @ .., last], true, true) = (path, picks, names.is_empty()) {
        names.push(last.clone());
        path = rest;
    }
    let version = words.version.as_deref().unwrap_or_default();
    let path = match path {
        [item] => item.clone(),
        [namespace, package, item] => format!("{namespace}:{package}/{item}{version}"),
        _ => return None,
    };
    match (picks, names.is_empty()) {
        (true, false) => Some(format!("use {path}.{{{}}};", names.join(", "))),
        (false, true) => Some(format!("{} {path};", invalid.keyword)),
        _ => None,
    }
}
