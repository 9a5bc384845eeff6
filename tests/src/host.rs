//! From a component to its answers, and to what it asked the host for: a host with the bindings of `side: host`.
//!
//! It keeps files in memory, has a clock that moves one second a call, and writes down every call it gets.

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
            "airssys:ext-process/process.process": super::processes::Started,
        },
    });
}

/// What the host has, and what it was asked for.
#[derive(Default)]
pub struct Host {
    /// Every call that the component made, in order: `log(info, "started")`.
    pub calls: Vec<String>,
    /// The files that there are, by path. Those below `/secret/` are not for components.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Seconds since the clock was started.
    clock: u64,
    open: ResourceTable,
}

/// A component that exports the lifecycle, and runs.
pub struct Running {
    /// The host, and the memory of the component.
    pub store: Store<Host>,
    component: Full,
}

impl Running {
    /// Starts the component.
    ///
    /// # Errors
    ///
    /// When Wasmtime does not compile it, or it imports or exports what this host does not know.
    pub fn start(component: &Component, host: Host) -> Result<Self> {
        let (mut store, instance) = instantiate(component, host, |_| Ok(()))?;
        let component = Full::new(&mut store, &instance)?;
        Ok(Self { store, component })
    }

    /// Calls the component: `running.call(|lifecycle, store| lifecycle.call_health(store))`.
    ///
    /// # Errors
    ///
    /// When the component traps.
    pub fn call<T>(
        &mut self,
        call: impl FnOnce(&lifecycle::Guest, &mut Store<Host>) -> wasmtime::Result<T>,
    ) -> Result<T> {
        let guest = self.component.airssys_core_component_component_lifecycle();
        Ok(call(guest, &mut self.store)?)
    }
}

/// Instantiates any component; `more` adds what this host does not have.
///
/// # Errors
///
/// When Wasmtime does not compile it, when an import is missing, or when it traps while it starts.
pub fn instantiate(
    component: &Component,
    host: Host,
    more: impl FnOnce(&mut Linker<Host>) -> wasmtime::Result<()>,
) -> Result<(Store<Host>, Instance)> {
    let engine = Engine::default();
    let program = Program::new(&engine, component.bytes()).context("compiling the component")?;
    let mut linker = Linker::new(&engine);
    bindings::Imports::add_to_linker::<_, HasSelf<_>>(&mut linker, |host| host)?;
    more(&mut linker)?;
    // A WASI target's standard library imports more than the guest calls.
    linker.define_unknown_imports_as_traps(&program)?;
    let mut store = Store::new(&engine, host);
    let instance = linker.instantiate(&mut store, &program).context("starting the component")?;
    Ok((store, instance))
}
