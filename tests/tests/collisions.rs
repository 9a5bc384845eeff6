//! Worlds, calls, crates and names that coexist in one component.

use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::{Host, instantiate};
use anyhow::{Context as _, Result};
use wasmtime::component::{Linker, Resource, ResourceType, Val};

use crate::components::exported_function;

/// Calls an exported function of the world. Returns its result, and the calls that it made to the host.
fn run(
    component: &Component,
    function: &str,
    arguments: &[Val],
    host: impl FnOnce(&mut Linker<Host>) -> wasmtime::Result<()>,
) -> Result<(Val, Vec<String>)> {
    let (mut store, instance) = instantiate(component, Host::default(), host)?;
    let function =
        instance.get_func(&mut store, function).context("the function is not exported")?;
    let mut results = [Val::Bool(false)];
    function.call(&mut store, arguments, &mut results)?;
    let [result] = results;
    Ok((result, store.into_data().calls))
}

#[test]
fn conflicting_worlds_in_one_crate_each_build_a_component() -> Result<()> {
    let numbers = Guest::named("disagree").feature("numbers").build()?;
    assert_eq!(numbers.imports, ["measure", "settings"]);
    assert_eq!(numbers.exports, ["run"]);
    let (sum, _) = run(&numbers, "run", &[], |linker| {
        linker.root().func_wrap("measure", |_, (): ()| Ok((40_u32,)))?;
        linker.instance("settings")?.func_new("get", |_, _, _, results| {
            results[0] = Val::Record(vec![("value".to_owned(), Val::U32(2))]);
            Ok(())
        })
    })?;
    assert_eq!(sum, Val::U32(42));

    let words = Guest::named("disagree").feature("words").build()?;
    assert_eq!(words.imports, ["measure", "settings"]);
    assert_eq!(words.exports, ["run"]);
    let (text, _) = run(&words, "run", &[Val::String("m".to_owned())], |linker| {
        linker.root().func_wrap("measure", |_, (unit,): (String,)| Ok((format!("3 {unit}"),)))?;
        linker.instance("settings")?.func_new("get", |_, _, arguments, results| {
            let value = Val::String("red".to_owned());
            results[0] = Val::Record(vec![
                ("name".to_owned(), arguments[0].clone()),
                ("value".to_owned(), value),
            ]);
            Ok(())
        })
    })?;
    assert_eq!(text, Val::String("3 m colour=red".to_owned()));
    Ok(())
}

/// Links a counter whose handle is its value.
fn counter(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    struct Tally;

    let mut counter = linker.instance("test:two-calls/counter@1.0.0")?;
    counter.resource("tally", ResourceType::host::<Tally>(), |_, _| Ok(()))?;
    counter.func_wrap("[constructor]tally", |_, (start,): (u32,)| {
        Ok((Resource::<Tally>::new_own(start),))
    })?;
    counter
        .func_wrap("[method]tally.next", |_, (tally,): (Resource<Tally>,)| Ok((tally.rep() + 1,)))
}

#[test]
fn two_calls_in_one_crate_each_export_a_world() -> Result<()> {
    let component = Guest::named("two-calls").build()?;
    assert_eq!(component.imports, ["test:two-calls/counter@1.0.0"]);
    assert_eq!(component.exports, ["count-first", "count-second"]);
    assert_eq!(run(&component, "count-first", &[], counter)?.0, Val::U32(11));
    assert_eq!(run(&component, "count-second", &[], counter)?.0, Val::U32(21));
    Ok(())
}

#[test]
fn two_crates_of_one_component_call_the_macro() -> Result<()> {
    let component = Guest::named("two-crates").build()?;
    assert_eq!(component.imports, ["test:parts/notes@1.0.0"]);
    assert_eq!(component.exports, ["run"]);
    let (number, notes) = run(&component, "run", &[], |linker| {
        linker.instance("test:parts/notes@1.0.0")?.func_new(
            "write",
            |mut store, _, notes, results| {
                let calls = &mut store.data_mut().calls;
                calls.push(format!("{:?}", notes[0]));
                results[0] = Val::U32(u32::try_from(calls.len())?);
                Ok(())
            },
        )
    })?;
    assert_eq!(number, Val::U32(2));
    assert!(notes[0].contains("from the library") && notes[1].contains("from the program"));
    Ok(())
}

#[test]
fn world_is_exported_by_another_crate_than_its_bindings() -> Result<()> {
    let component = Guest::named("pub-export").build()?;
    assert!(component.imports.is_empty(), "{:?}", component.imports);
    assert_eq!(component.exports, ["run", "test:public/counting"]);
    assert_eq!(run(&component, "run", &[], |_| Ok(()))?.0, Val::U32(42));
    Ok(())
}

/// Calls `greet` of the exported interface `greeter`.
fn greet(component: &Component) -> Result<Val> {
    let (mut store, instance) = instantiate(component, Host::default(), |linker| {
        linker.root().func_wrap("shouts", |_, (): ()| Ok((3_u32,)))
    })?;
    let greet = exported_function(&mut store, &instance, "test:greeting/greeter@1.0.0", "greet")?;
    let person = Val::Record(vec![("name".to_owned(), Val::String("Ada".to_owned()))]);
    let mut results = [Val::Bool(false)];
    greet.call(&mut store, &[person], &mut results)?;
    let [greeting] = results;
    Ok(greeting)
}

#[test]
fn two_worlds_in_one_crate_export_the_same_interface() -> Result<()> {
    let polite = Guest::named("one-interface").feature("polite").build()?;
    assert_eq!((&polite.imports[..], polite.exports.len()), (&[][..], 1));
    assert_eq!(greet(&polite)?, Val::String("good day, Ada".to_owned()));

    let loud = Guest::named("one-interface").feature("loud").build()?;
    assert_eq!((&loud.imports[..], loud.exports.len()), (&["shouts".to_owned()][..], 1));
    assert_eq!(greet(&loud)?, Val::String("HEY Ada!!!".to_owned()));
    Ok(())
}

#[test]
fn world_without_an_export_call_leaves_no_trace() -> Result<()> {
    let component = Guest::named("no-trace").build()?;
    assert_eq!(component.imports, ["write"]);
    assert_eq!(component.exports, ["run"]);
    Ok(())
}

#[test]
fn wit_and_rust_can_use_the_names_of_our_crates() -> Result<()> {
    let component = Guest::named("own-names").build()?;
    // The `use` of a world also imports the types.
    let imports = ["bitflags", "choices", "wit-bindgen:airssys-bindings/rt@1.0.0"];
    assert_eq!(component.imports, imports);
    let bits = Val::Record(vec![("value".to_owned(), Val::U32(41))]);
    let choices = Val::Flags(vec!["second".to_owned()]);
    let (sum, _) = run(&component, "core", &[bits, choices], |linker| {
        linker.instance("wit-bindgen:airssys-bindings/rt@1.0.0").map(drop)
    })?;
    assert_eq!(sum, Val::U32(42));
    Ok(())
}
