//! Runs the compositions in native code: each component in a module of one crate, with `plug` in place of a linker.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use airssys_bindings_tests::{cargo, paths};
use anyhow::{Context as _, Result, anyhow, bail};
use wit_parser::{Resolve, WorldId, WorldItem, WorldKey};

use super::Outcomes;
use super::build::copy_wit;
use super::case::{Case, Composition, Source};
use super::{options, source};
use crate::expected::Native;
use crate::scratch::{Manifest, Scratch};

/// The crate's code besides the cases: what runs a composition, with a time limit.
const HARNESS: &str = include_str!("native/harness.rs.txt");

/// Runs all compositions that the table does not exclude.
///
/// # Errors
///
/// When the crate with the compositions does not compile.
pub fn outcomes() -> Result<Outcomes> {
    let expected = Native::read()?;
    let mut scratch = Scratch::open("native")?;
    let mut code = HARNESS.to_owned();
    let mut names = BTreeMap::new();
    let mut directories = Vec::new();
    for case in Case::all()? {
        let compositions = case.compositions().into_iter();
        let included: Vec<Composition> =
            compositions.filter(|it| !expected.excluded.contains_key(&it.name(&case))).collect();
        if included.is_empty() {
            continue;
        }
        let module = ident(&case.name);
        let context = || case.name.clone();
        code += &format!(
            "mod {module} {{\n{}}}\n",
            module_of(&case, &included, &module).with_context(context)?
        );
        for composition in &included {
            names.insert(format!("{module}::{}", test(composition)), composition.name(&case));
        }
        directories.push(case);
    }
    let dependencies = "airssys-bindings.workspace = true\nfutures.workspace = true\n".to_owned();
    let manifest = Manifest { edition: "2021", kind: "lib", dependencies };
    let directory = scratch.package("compositions", &manifest, &code)?;
    for case in directories {
        copy_wit(&case.directory, &directory.join("wit").join(ident(&case.name)))?;
    }
    let mut command = cargo::active(&paths::target("guests"));
    command.arg("test").arg("--lib").arg("--manifest-path").arg(scratch.finish()?);
    let output = command.output().with_context(|| format!("could not start {command:?}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let outcomes: Outcomes = text.lines().filter_map(|line| outcome(line, &names, &text)).collect();
    if outcomes.len() != names.len() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(outcomes)
}

/// The result in a line of a test's output.
fn outcome(
    line: &str,
    names: &BTreeMap<String, String>,
    output: &str,
) -> Option<(String, Result<()>)> {
    let (test, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let name = names.get(test)?;
    let result = match result {
        "ok" => Ok(()),
        _ => Err(anyhow!("{}", captured(test, output))),
    };
    Some((name.clone(), result))
}

/// The output of a test that failed.
fn captured<'a>(test: &str, output: &'a str) -> &'a str {
    let header = format!("---- {test} stdout ----");
    let text = output.split_once(&header).map_or("", |(_, text)| text);
    text.split("\n---- ").next().and_then(|text| text.split("\n\nfailures:").next()).unwrap_or(text)
}

/// The name of a composition's test.
fn test(composition: &Composition) -> String {
    ident(&composition.sources.join("_and_"))
}

/// The module of a case: the bindings, the components, and a test for each composition.
fn module_of(case: &Case, compositions: &[Composition], module: &str) -> Result<String> {
    let resolve = resolve(case)?;
    let used: BTreeSet<&String> = compositions.iter().flat_map(|it| &it.sources).collect();
    let sources: Vec<&Source> = case.sources.iter().filter(|it| used.contains(&it.name)).collect();
    let runner = case.worlds().into_iter().next().context("a case without worlds")?;
    let mut code = format!("pub mod bindings {{\n{}\n}}\n", call(case, &sources, &runner, module)?);
    for source in &sources {
        let text = component(case, &resolve, source, &runner, module)?;
        writeln!(code, "mod {} {{\n{text}\n}}", ident(&source.name))?;
    }
    for composition in compositions {
        code += &test_of(composition)?;
    }
    Ok(code)
}

/// The macro call for all worlds, with the options of all sources.
fn call(case: &Case, sources: &[&Source], runner: &str, module: &str) -> Result<String> {
    let lists: BTreeSet<Vec<String>> = sources.iter().map(|it| it.config.args.list()).collect();
    let is_in = |list: &Vec<String>, other: &Vec<String>| list.iter().all(|it| other.contains(it));
    let is_repeated = |list| lists.iter().any(|other| other != list && is_in(list, other));
    let arguments = lists.iter().filter(|list| !is_repeated(list)).flatten().cloned();
    let options = options::from_arguments(&arguments.collect::<Vec<_>>())?;
    let file = if case.directory.join("deps").is_dir() { "" } else { "/test.wit" };
    Ok(format!(
        "airssys_bindings::airssys_bindings!({{ path: \"wit/{module}{file}\", world: {runner:?}, worlds: [\"*\"], mocks: true, {options}}});"
    ))
}

/// The source of a component as a module, with a function that plugs what it exports or, for the runner, that runs it.
fn component(
    case: &Case,
    resolve: &Resolve,
    source: &Source,
    runner: &str,
    module: &str,
) -> Result<String> {
    let (id, world) = world(case, resolve, &source.world)?;
    let is_runner = source.world == runner;
    let bindings = if is_runner {
        "use super::bindings::*;".to_owned()
    } else {
        let namespaces = resolve.packages.iter().map(|(_, it)| ident(&it.name.namespace));
        let namespaces: Vec<String> = namespaces.collect::<BTreeSet<_>>().into_iter().collect();
        let namespaces = namespaces.join(", ");
        format!("use super::bindings::{{{namespaces}}};\nuse super::bindings::{world}::*;")
    };
    let own = format!("crate::{module}::{}::", ident(&source.name));
    let text = source::module(&source.text);
    let text = text.replace(source::BINDINGS, &bindings).replace("crate::", &own);
    // It replaces the global allocator, to count.
    let text = text.replace("#[path = \"../lists/alloc.rs\"]\n", "");
    let text = text.replace("mod alloc;", "mod alloc { pub fn get() -> usize { 0 } }");
    let (before, exported) = text.split_once("export!(").context("no `export!`")?;
    let (ty, after) = exported.split_once(");").context("an `export!` without an end")?;
    let world = format!("super::bindings::{world}");
    let function = match is_runner {
        true => run(resolve, id, &format!("<{ty} as {world}::Guest>::run()")),
        false => {
            let calls = plugged(resolve, id).into_iter();
            let calls = calls.map(|path| format!("{world}::{path}plug::<{ty}>()"));
            let calls = calls.collect::<Vec<_>>().join(", ");
            format!(
                "pub fn __plug() -> Vec<airssys_bindings::mocks::Installed> {{ vec![{calls}] }}"
            )
        }
    };
    Ok(format!("{before}{function}{after}"))
}

/// The function that runs the runner.
fn run(resolve: &Resolve, runner: WorldId, call: &str) -> String {
    let run = resolve.worlds[runner].exports.get(&WorldKey::Name("run".to_owned()));
    let is_async = matches!(run, Some(WorldItem::Function(run)) if run.kind.is_async());
    match is_async {
        true => format!("pub fn __run() {{ airssys_bindings::block_on({call}) }}"),
        false => format!("pub fn __run() {{ {call} }}"),
    }
}

/// The test of a composition.
fn test_of(composition: &Composition) -> Result<String> {
    let (runner, others) = composition.sources.split_first().context("an empty composition")?;
    // Each component is below those that it serves.
    let plugs = others.iter().rev().map(|source| format!("{}::__plug()", ident(source)));
    let (plugs, run) = (plugs.collect::<Vec<_>>().join(", "), ident(runner));
    Ok(format!(
        "#[test]\nfn {}() {{\ncrate::run(|| {{\nlet _plugs = [{plugs}];\n{run}::__run();\n}});\n}}\n",
        test(composition)
    ))
}

/// The paths of the modules with `plug` in the module of a world: what it exports and any world imports.
fn plugged(resolve: &Resolve, world: WorldId) -> Vec<String> {
    let is_imported =
        |key: &WorldKey| resolve.worlds.iter().any(|(_, world)| world.imports.contains_key(key));
    let exports = resolve.worlds[world].exports.iter().filter(|(key, _)| is_imported(key));
    let mut paths = BTreeSet::new();
    for (key, item) in exports {
        match (key, item) {
            (WorldKey::Interface(id), _) => {
                let interface = &resolve.interfaces[*id];
                let has_functions = !interface.functions.is_empty();
                let package = interface.package.map(|id| package(resolve, id));
                let name = interface.name.as_deref().map(ident);
                if let (Some(package), Some(name), true) = (package, name, has_functions) {
                    paths.insert(format!("exports::{package}::{name}::"));
                }
            }
            (WorldKey::Name(name), WorldItem::Interface { .. }) => {
                paths.insert(format!("exports::{}::", ident(name)));
            }
            (WorldKey::Name(_), WorldItem::Function(_)) => {
                paths.insert(String::new());
            }
            (WorldKey::Name(_), WorldItem::Type { .. }) => {}
        }
    }
    paths.into_iter().collect()
}

fn resolve(case: &Case) -> Result<Resolve> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let path = match case.directory.join("deps").is_dir() {
        true => resolve.push_dir(&case.directory).map(drop),
        false => resolve.push_file(case.directory.join("test.wit")).map(drop),
    };
    path.map_err(|error| anyhow!("{error}"))?;
    Ok(resolve)
}

/// A world, and the path of its module.
fn world(case: &Case, resolve: &Resolve, name: &str) -> Result<(WorldId, String)> {
    let found = resolve.worlds.iter().find(|(_, world)| world.name == name);
    let (id, world) = found.with_context(|| format!("{}: no world `{name}`", case.name))?;
    let package = package(resolve, world.package.context("a world without a package")?);
    Ok((id, format!("{package}::{}", ident(name))))
}

/// The path of a package's module.
fn package(resolve: &Resolve, id: wit_parser::PackageId) -> String {
    let name = &resolve.packages[id].name;
    let is_version = |other: &wit_parser::PackageName| {
        (&other.namespace, &other.name) == (&name.namespace, &name.name)
    };
    let versions = resolve.packages.iter().filter(|(_, it)| is_version(&it.name)).count();
    let version = name.version.as_ref().filter(|_| versions > 1);
    let version = version.map(|version| version.to_string().replace('.', "_")).unwrap_or_default();
    format!("{}::{}{version}", ident(&name.namespace), ident(&name.name))
}

/// A name as an identifier.
fn ident(name: &str) -> String {
    name.replace(['-', '/'], "_")
}
