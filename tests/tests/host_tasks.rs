//! `side: host` with `async` functions in guest and host, an interface that is both imported and exported, and optional
//! exports.

use airssys_bindings_tests::guest::Guest;
use anyhow::Result;
use wasmtime::component::{Accessor, Component, HasSelf, Linker};
use wasmtime::{Engine, Store};

mod bindings {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "guests/tasks/wit",
        imports: { "demo:tasks/types.judge": trappable },
        exports: { "ready": async, "demo:tasks/types.judge": async },
        optional_exports: true,
    });
}

mod unshared {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "guests/tasks/wit",
        share_types: false,
    });
}

use bindings::demo::tasks::types::{Abilities, Kind, Outcome, Step};
use bindings::demo::tasks::{host, types, worker};
use bindings::exports::demo::tasks::types as exported;

#[derive(Default)]
struct State {
    performed: Vec<String>,
}

impl host::Host for State {}

impl host::HostWithStore<State> for HasSelf<State> {
    async fn perform(accessor: &Accessor<State, Self>, step: Step) -> u32 {
        yield_once().await;
        accessor.with(|mut state| {
            let performed = &mut state.get().performed;
            performed.push(step.name);
            u32::try_from(performed.len()).expect("a few")
        })
    }
}

/// Yields once.
async fn yield_once() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

impl types::Host for State {
    fn judge(&mut self, step: Step) -> wasmtime::Result<Result<Outcome, Kind>> {
        match step.name.as_str() {
            "trap" => Err(wasmtime::format_err!("judging this is not allowed")),
            "refuse" => Ok(Err(Kind::Units(7))),
            "give up" => Ok(Ok(Outcome::GivenUp)),
            _ => Ok(Ok(Outcome::Done)),
        }
    }
}

fn step(name: &str) -> Step {
    Step {
        name: name.to_owned(),
        kind: Kind::SomeOf(Abilities::READ | Abilities::WRITE),
        tries: vec![(1, Kind::Idle), (2, Kind::Units(3))],
        replaces: Some(Kind::SomeOf(Abilities::WRITE)),
    }
}

fn start() -> Result<(Store<State>, Component, Linker<State>)> {
    let engine = Engine::default();
    let component = Component::new(&engine, Guest::named("tasks").build()?.bytes())?;
    let mut linker = Linker::new(&engine);
    bindings::Worker::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state)?;
    Ok((Store::new(&engine, State::default()), component, linker))
}

/// Runs a future to completion on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[test]
fn async_functions_run_in_guest_and_host() -> Result<()> {
    let (mut store, component, linker) = start()?;
    block_on(async {
        let worker = bindings::Worker::instantiate_async(&mut store, &component, &linker).await?;
        let steps = ["one", "two", "three"].map(step).to_vec();
        let sum = store
            .run_concurrent(async |accessor| {
                worker.demo_tasks_work().call_run(accessor, steps).await
            })
            .await??;
        assert_eq!(sum, 1 + 2 + 3);
        assert_eq!(store.data().performed, ["one", "two", "three"]);
        assert!(worker.call_ready(&mut store).await?);
        Ok(())
    })
}

#[test]
fn imported_and_exported_type_is_one_type() -> Result<()> {
    let (mut store, component, linker) = start()?;
    block_on(async {
        let worker = bindings::Worker::instantiate_async(&mut store, &component, &linker).await?;
        let judge = worker.demo_tasks_types();
        // The component takes and returns types of the tree.
        let given: exported::Step = step("give up");
        let back: Kind =
            judge.call_judge(&mut store, &given).await?.expect_err("the step is rejected");
        assert!(matches!(back, Kind::SomeOf(all) if all == Abilities::READ | Abilities::WRITE));
        let outcome =
            judge.call_judge(&mut store, &step("x")).await?.expect("the step is accepted");
        assert!(matches!(outcome, Outcome::GivenUp));
        Ok(())
    })
}

#[test]
fn imported_and_exported_types_convert_both_ways_if_not_shared() {
    use unshared::demo::tasks::worker::demo::tasks::types as imported;
    use unshared::demo::tasks::worker::exports::demo::tasks::types as exported;
    let step = || imported::Step {
        name: "x".to_owned(),
        kind: imported::Kind::SomeOf(imported::Abilities::READ | imported::Abilities::WRITE),
        tries: vec![(1, imported::Kind::Idle), (2, imported::Kind::Units(3))],
        replaces: Some(imported::Kind::SomeOf(imported::Abilities::WRITE)),
    };
    let there = exported::Step::from(step());
    let replaces = matches!(there.replaces, Some(exported::Kind::SomeOf(it)) if it == exported::Abilities::WRITE);
    assert!(replaces);
    assert_eq!(format!("{:?}", imported::Step::from(there)), format!("{:?}", step()));
    let outcome = exported::Outcome::from(imported::Outcome::GivenUp);
    assert!(matches!(imported::Outcome::from(outcome), imported::Outcome::GivenUp));
}

#[test]
fn trappable_host_function_traps() -> Result<()> {
    let (mut store, component, linker) = start()?;
    block_on(async {
        let worker = bindings::Worker::instantiate_async(&mut store, &component, &linker).await?;
        let refused = worker.demo_tasks_types().call_judge(&mut store, &step("refuse")).await?;
        assert!(matches!(refused, Err(Kind::Units(7))));
        let trap = worker.demo_tasks_types().call_judge(&mut store, &step("trap")).await;
        let message = format!("{:?}", trap.expect_err("the call traps"));
        assert!(message.contains("judging this is not allowed"), "{message}");
        Ok(())
    })
}

#[test]
fn missing_optional_exports_are_none() -> Result<()> {
    let (mut store, component, linker) = start()?;
    block_on(async {
        let instance = linker.instantiate_async(&mut store, &component).await?;
        let exports = worker::WorkerExports::new(&mut store, &instance)?;
        let ready = exports.ready().expect("it exports `ready`");
        assert!(ready.call_ready(&mut store).await?);
        assert!(exports.demo_tasks_types().is_some() && exports.demo_tasks_work().is_some());

        // An empty component.
        let empty = Component::new(store.engine(), b"\0asm\x0d\0\x01\0")?;
        let instance = linker.instantiate_async(&mut store, &empty).await?;
        let exports = worker::WorkerExports::new(&mut store, &instance)?;
        assert!(exports.ready().is_none());
        assert!(exports.demo_tasks_types().is_none() && exports.demo_tasks_work().is_none());
        assert!(bindings::Worker::new(&mut store, &instance).is_err());
        Ok(())
    })
}
