//! WIT directories, and bindings of other crates, in running components.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::{Host, instantiate};
use anyhow::{Context as _, Result};
use wasmtime::AsContextMut;
use wasmtime::component::{Resource, ResourceType, Val};

use crate::components::exported_function;

#[test]
fn gates_includes_nested_packages_and_versions_work_in_one_directory() -> Result<()> {
    let component = Guest::named("whole").build()?;
    let imports = ["test:nested/counter@1.0.0", "test:nested/counter@2.0.0"];
    assert_eq!(component.imports, imports);
    assert_eq!(component.exports, ["test:whole/api@1.0.0"]);
    let (mut store, instance) = instantiate(&component, Host::default(), |linker| {
        linker.instance(imports[0])?.func_new("count", |_, _, _, results| {
            results[0] = Val::U32(1);
            Ok(())
        })?;
        linker.instance(imports[1])?.func_new("count", |_, _, step, results| {
            results[0] = step[0].clone();
            Ok(())
        })
    })?;
    for (name, expected) in [("plain", 1), ("fancy", 20)] {
        let function = exported_function(&mut store, &instance, "test:whole/api@1.0.0", name)?;
        let mut results = [Val::Bool(false)];
        function.call(&mut store, &[], &mut results)?;
        assert_eq!(results, [Val::U32(expected)], "{name}");
    }
    let later = instance.get_export_index(&mut store, None, "test:whole/api@1.0.0");
    let later = instance.get_export_index(&mut store, later.as_ref(), "later");
    assert!(later.is_none(), "the feature gate of `later` is enabled");
    Ok(())
}

/// Types whose code needs different helpers.
const TYPES: &[&str] = &[
    "enum t { one, two }",
    "flags t { one, two }",
    "resource t { constructor(a: u32); }",
    "type t = bool;",
    "type t = bool; g: async func(a: t) -> t;",
    "type t = char;",
    "type t = f32;",
    "type t = f64;",
    "type t = future<u8>;",
    "type t = list<string>;",
    "type t = list<u8>;",
    "type t = map<string, u8>;",
    "type t = option<list<u8, 4>>;",
    "type t = result<s64, s32>;",
    "type t = stream<string>;",
    "type t = string;",
    "type t = u64;",
];

#[test]
fn more_than_fifty_interfaces_that_need_different_helpers_compile() -> Result<()> {
    let packages = TYPES.iter().enumerate().map(|(at, ty)| {
        let interfaces = (0..11)
            .map(|interface| format!("interface i{interface} {{ {ty} f: func(a: t) -> t; }}\n"));
        format!("package a:p{at} {{\n{}}}\n", interfaces.collect::<String>())
    });
    let wit = format!("package a:main;\nworld w {{}}\n{}", packages.collect::<String>());
    let source = "#![deny(warnings)]\nairssys_bindings::airssys_bindings!();\n";
    let fixture = Fixture::new("many-interfaces", source)?;
    fixture.write("wit/main.wit", &wit)?;
    fixture.check()?;
    Ok(())
}

/// Drops a `borrow`, as its receiver must before it returns.
fn drop_borrow(store: impl AsContextMut, borrowed: &Val) -> wasmtime::Result<()> {
    match borrowed {
        Val::Resource(handle) => handle.resource_drop(store),
        _ => Ok(()),
    }
}

#[test]
fn with_reuses_types_and_functions_of_another_crate() -> Result<()> {
    let component = Guest::named("with-crate").build()?;
    assert_eq!(component.imports, ["test:app/printer", "test:io/streams"]);
    let (mut store, instance) = instantiate(&component, Host::default(), |linker| {
        let mut streams = linker.instance("test:io/streams")?;
        streams.resource("output", ResourceType::host::<u32>(), |_, _| Ok(()))?;
        streams.func_new("stdout", |mut store, _, _, results| {
            let stream = Resource::<u32>::new_own(7).try_into_resource_any(&mut store)?;
            results[0] = Val::Resource(stream);
            Ok(())
        })?;
        streams.func_new("[method]output.write", |mut store, _, arguments, _| {
            drop_borrow(&mut store, &arguments[0])?;
            store.data_mut().calls.push(format!("{:?}", arguments[1]));
            Ok(())
        })?;
        let mut printer = linker.instance("test:app/printer")?;
        printer.resource("output", ResourceType::host::<u32>(), |_, _| Ok(()))?;
        printer.func_new("print", |mut store, _, arguments, results| {
            drop_borrow(&mut store, &arguments[0])?;
            let lines = u32::try_from(store.data_mut().calls.len())?;
            results[0] = Val::Result(Ok(Some(Box::new(Val::U32(lines)))));
            Ok(())
        })
    })?;
    let run = instance.get_func(&mut store, "run").context("`run` is not exported")?;
    let mut results = [Val::Bool(false)];
    run.call(&mut store, &[], &mut results)?;
    assert_eq!(results, [Val::U32(1)]);
    assert!(store.data().calls[0].contains("from the crate of the stream"));
    Ok(())
}

#[test]
fn packages_without_worlds_have_types_and_imports() -> Result<()> {
    let component = Guest::named("no-worlds").build()?;
    assert_eq!(component.exports, [""; 0]);
    assert_eq!(component.imports, ["test:canvas/canvas@1.0.0", "test:shapes/shapes@1.0.0"]);
    assert_eq!(component.functions, ["test:canvas/canvas@1.0.0#paint"]);

    let (store, _) = instantiate(&component, Host::default(), |linker| {
        linker.instance("test:shapes/shapes@1.0.0")?;
        linker.instance("test:canvas/canvas@1.0.0")?.func_new(
            "paint",
            |mut store, _, at, results| {
                store.data_mut().calls.push(format!("{:?}", at[0]));
                results[0] = Val::Option(Some(Box::new(at[0].clone())));
                Ok(())
            },
        )
    })?;

    let calls = &store.data().calls;
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0], calls[1], "the host returns the point");
    Ok(())
}
