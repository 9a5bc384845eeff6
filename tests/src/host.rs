//! A fake host with the bindings of `side: host`.
//!
//! It keeps files in memory, has a clock that advances one second per call, and records every call.

mod files;
mod processes;
mod services;

use std::collections::BTreeMap;

use anyhow::Result;
use wasmtime::component::{Component as Program, HasSelf, Instance, Linker, ResourceTable};
use wasmtime::error::Context as _;
use wasmtime::{Engine, Store};

use crate::component::Component;

pub use services::component_id;

pub use bindings::Full;
pub use bindings::airssys;
pub use bindings::exports::airssys::core_component::component_lifecycle as lifecycle;

#[allow(missing_docs)]
mod bindings {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../wit",
        world: "full",
        with: {
            "airssys:ext-filesystem/filesystem.file": super::files::OpenFile,
            "airssys:ext-process/process.process": super::processes::FakeProcess,
        },
    });
}

/// The state of the fake host.
#[derive(Default)]
pub struct Host {
    /// The calls of the component, in order: `log(info, "started")`.
    pub calls: Vec<String>,
    /// The files by path. The component is denied access to those below `/secret/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The seconds that the clock shows.
    clock: u64,
    resources: ResourceTable,
}

/// A running component that exports the lifecycle.
pub struct Running {
    /// The store with the host's state.
    pub store: Store<Host>,
    component: Full,
}

impl Running {
    /// Starts the component.
    ///
    /// # Errors
    ///
    /// Fails if Wasmtime cannot compile the component, or if its imports or exports are not those of this host.
    pub fn start(component: &Component, host: Host) -> Result<Self> {
        let (mut store, instance) = instantiate(component, host, |_| Ok(()))?;
        let component = Full::new(&mut store, &instance)?;
        Ok(Self { store, component })
    }

    /// Calls the component: `running.call(|lifecycle, store| lifecycle.call_health(store))`.
    ///
    /// # Errors
    ///
    /// Fails if the component traps.
    pub fn call<T>(
        &mut self,
        call: impl FnOnce(&lifecycle::Guest, &mut Store<Host>) -> wasmtime::Result<T>,
    ) -> Result<T> {
        let guest = self.component.airssys_core_component_component_lifecycle();
        Ok(call(guest, &mut self.store)?)
    }
}

/// Instantiates any component; `add_imports` adds imports that this host does not have.
///
/// # Errors
///
/// Fails if Wasmtime cannot compile the component, if an import is missing, or if it traps during instantiation.
pub fn instantiate(
    component: &Component,
    host: Host,
    add_imports: impl FnOnce(&mut Linker<Host>) -> wasmtime::Result<()>,
) -> Result<(Store<Host>, Instance)> {
    let engine = Engine::default();
    let program = Program::new(&engine, component.bytes()).context("compiling the component")?;
    let mut linker = Linker::new(&engine);
    bindings::Imports::add_to_linker::<_, HasSelf<_>>(&mut linker, |host| host)?;
    add_imports(&mut linker)?;
    // A WASI target's standard library imports more than the guest calls.
    linker.define_unknown_imports_as_traps(&program)?;
    let mut store = Store::new(&engine, host);
    let instance = linker.instantiate(&mut store, &program).context("starting the component")?;
    Ok((store, instance))
}
