//! Runs the function `run` of components.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use wasmtime::component::{Component, Linker};
use wasmtime::error::Context as _;
use wasmtime::{Config, Engine, OptLevel, Result, Store, bail};

/// The time limit of one run.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A Wasmtime engine with the features that the corpus needs.
pub(super) struct Runner {
    engine: Engine,
}

impl Runner {
    pub(super) fn new() -> Result<Self> {
        let mut config = Config::new();
        config
            .cranelift_opt_level(OptLevel::None)
            .wasm_component_model_async(true)
            .wasm_component_model_more_async_builtins(true)
            .wasm_component_model_async_stackful(true)
            .wasm_component_model_error_context(true)
            .wasm_component_model_map(true)
            .wasm_component_model_fixed_length_lists(true)
            .wasm_component_model_implements(true);
        Ok(Self { engine: Engine::new(&config)? })
    }

    /// Instantiates a component and calls `run`.
    pub(super) fn run(&self, component: &[u8]) -> Result<()> {
        let component = Component::new(&self.engine, component).context("compiling")?;
        let mut linker = Linker::new(&self.engine);
        // The standard library of some targets has imports that no case calls.
        linker.define_unknown_imports_as_traps(&component)?;
        let mut store = Store::new(&self.engine, ());
        block_on(async {
            let instance = linker.instantiate_async(&mut store, &component).await;
            let instance = instance.context("instantiating")?;
            let run = instance.get_func(&mut store, "run").context("no function `run`")?;
            run.call_async(&mut store, &[], &mut []).await.context("calling `run`")
        })
    }
}

/// Polls a future to completion. Only this thread can wake it.
fn block_on(future: impl Future<Output = Result<()>>) -> Result<()> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let start = Instant::now();
    while start.elapsed() < TIMEOUT {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return outcome;
        }
    }
    bail!("not finished after {TIMEOUT:?}")
}
