//! From a component to what comes of its function `run`.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use wasmtime::component::{Component, Linker};
use wasmtime::error::Context as _;
use wasmtime::{Config, Engine, OptLevel, Result, Store, bail};

/// How long one run may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A Wasmtime that has all that the corpus asks for.
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

    /// Calls `run`, which nobody gives anything.
    pub(super) fn run(&self, component: &[u8]) -> Result<()> {
        let component = Component::new(&self.engine, component).context("compiling it")?;
        let mut linker = Linker::new(&self.engine);
        // Some targets' standard library imports what no case needs.
        linker.define_unknown_imports_as_traps(&component)?;
        let mut store = Store::new(&self.engine, ());
        finish(async {
            let instance = linker.instantiate_async(&mut store, &component).await;
            let instance = instance.context("instantiating it")?;
            let run = instance.get_func(&mut store, "run").context("it has no `run`")?;
            run.call_async(&mut store, &[], &mut []).await.context("calling `run`")
        })
    }
}

/// Waits for a future that nothing outside of this thread can wake.
fn finish(future: impl Future<Output = Result<()>>) -> Result<()> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return outcome;
        }
    }
    bail!("it was not done after {PATIENCE:?}")
}
