//! Which packages there can be, and which crates can call the macro.

use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::{Host, Running, instantiate};
use anyhow::Result;
use wasmtime::component::Val;

use crate::components::{config, context};

#[test]
fn packages_without_any_world_give_types_and_imports() -> Result<()> {
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
    assert_eq!(calls[0], calls[1], "the point goes to the host and back");
    Ok(())
}

#[test]
fn a_guest_without_std_runs() -> Result<()> {
    let mut host = Host::default();
    host.files.insert("/data/a".to_owned(), b"abcdef".to_vec());
    let mut guest = Running::start(&Guest::named("no-std").build()?, host)?;
    guest.call(|it, store| it.call_init(store, &config(&[1; 100_000])))?.expect("init succeeds");
    let answer = guest.call(|it, store| it.call_execute(store, b"xyz", &context()))?;
    assert_eq!(answer.expect("the file is there"), b"abcxyz");
    Ok(())
}
