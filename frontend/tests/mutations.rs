//! Mutations of WIT: nothing panics, errors are inside of their file, and a source is valid exactly if `wit-parser` accepts it.
//!
//! `MUTATIONS=100000 cargo test -p airssys-bindings-frontend --test mutations` tries that many, and `MUTATION=7` only number 7.

mod mutation;
mod packages;

use std::collections::BTreeMap;
use std::env;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use airssys_bindings_frontend::diagnostic::{Diagnostic, Level, Location};
use airssys_bindings_frontend::files::{FileId, Files};
use airssys_bindings_frontend::syntax::only_nested;
use wit_parser::{Resolve, SourceMap};

use mutation::{Random, mutated, sources};
use packages::Packages;

/// The number of mutations without the environment variable.
const MUTATIONS: usize = 2_000;

/// Checks a source as a package of its own, and returns its errors, rendered.
fn errors(source: &str) -> Vec<String> {
    let packages = Packages::new(&[("wit/a.wit", source)]);
    let errors = packages.errors().into_iter().filter(|error| error.level() == Level::Error);
    errors.map(|error| rendered(&packages.files, &error)).collect()
}

/// Renders an error, all of whose ranges must be in their files.
fn rendered(files: &Files, error: &Diagnostic) -> String {
    let check = |file: FileId, range: &Range<usize>| {
        let text = &files.get(file).text;
        assert!(text.get(range.clone()).is_some(), "{} is at {range:?}", error.title());
    };
    match &error.location {
        Location::Source(label) => check(label.file, &label.range),
        Location::Path(path) => assert_eq!(path, "wit", "{}", error.title()),
        Location::Argument(_) | Location::Call => panic!("{} has no location", error.title()),
    }
    error.labels.iter().for_each(|label| check(label.file, &label.range));
    error
        .trail
        .iter()
        .filter_map(|step| step.location.as_ref())
        .for_each(|(file, range)| check(*file, range));
    let edits = error.suggestions.iter().flat_map(|suggestion| &suggestion.edits);
    edits.for_each(|edit| check(edit.file, &edit.range));
    error.render(files)
}

/// Returns the error of `wit-parser`, and `None` if it panics.
fn accepted(source: &str) -> Option<Result<(), String>> {
    let nested = only_nested([source].into_iter());
    let parse = || {
        let mut map = SourceMap::new();
        // Nested packages need no other package in the file.
        let header = if nested { "package a:placeholder;\n" } else { "" };
        map.push_str("wit/a.wit", format!("{header}{source}"));
        let group = map.parse().map_err(|(_, error)| error.to_string())?;
        if nested && (group.main.interfaces.len() > 0 || group.main.worlds.len() > 0) {
            return Err("no `package` header".to_owned());
        }
        Resolve::default().push_group(group).map(drop).map_err(|error| error.to_string())
    };
    catch_unwind(AssertUnwindSafe(parse)).ok()
}

/// Returns what is wrong with the errors of a source.
fn failure(source: &str) -> Option<String> {
    let errors = catch_unwind(|| errors(source));
    match (errors, accepted(source)) {
        (Err(panic), _) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            Some(format!(
                "panic: {}",
                text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("?")
            ))
        }
        (Ok(errors), _) if errors.iter().any(|error| error.contains("[AB99")) => {
            Some(format!("a bug is reported: {errors:?}"))
        }
        (Ok(errors), Some(Ok(()))) if !errors.is_empty() => {
            Some(format!("valid WIT is rejected: {}", errors[0]))
        }
        (Ok(errors), Some(Err(error))) if errors.is_empty() => {
            Some(format!("invalid WIT is accepted: {error}"))
        }
        _ => None,
    }
}

#[test]
fn mutations_of_wit_are_checked_as_by_wit_parser() {
    let sources = sources();
    assert!(sources.len() > 200, "{} sources", sources.len());
    let number = |name| env::var(name).ok().and_then(|value| value.parse::<usize>().ok());
    let numbers = match number("MUTATION") {
        Some(number) => number..number + 1,
        None => 0..number("MUTATIONS").unwrap_or(MUTATIONS),
    };
    let mut failures: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for number in numbers {
        let mut random = Random(number as u64);
        let mut source = random.pick(&sources).clone();
        for _ in 0..1 + random.below(3) {
            source = mutated(&mut random, &source, &sources);
        }
        if let Some(failure) = failure(&source) {
            failures.entry(failure).or_insert((number, source));
        }
    }
    let shown = failures.iter().take(20);
    let shown = shown.map(|(failure, (number, source))| format!("{number}: {failure}\n{source}\n"));
    assert!(failures.is_empty(), "{}", shown.collect::<Vec<_>>().join("\n"));
}
