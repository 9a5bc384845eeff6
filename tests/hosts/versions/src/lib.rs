//! A host with a Wasmtime of its own, of whatever version: the same source compiles with all.
//!
//! Options that name a function or a resource are not here: Wasmtime 36 has `/` before these names, and 48 has `.`.

pub mod seven {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../../../wit",
        world: "full",
        wasmtime_crate: wasmtime,
        imports: { default: async | trappable },
        exports: { default: async },
        additional_derives: [PartialEq],
        require_store_data_send: true,
        optional_exports: true,
    });
}

pub mod tasks {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../../guests/tasks/wit",
        wasmtime_crate: wasmtime,
    });
}

pub mod plugins {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: r#"
            package demo:plugins;
            interface colours {
                enum colour { red, green }
                resource pot { colour: func() -> colour; }
                record spill { pot: pot, colour: colour }
            }
            interface cars {
                use colours.{colour, spill};
                record car { colour: colour, doors: option<u8> }
                paint: func(car: car, spill: spill) -> result<car, colour>;
            }
            world plugin {
                export cars;
                export colours;
            }
        "#,
        wasmtime_crate: wasmtime,
    });
}

use plugins::demo::plugins::colours::Colour;
use seven::airssys::core_types::types::Timestamp;
use tasks::demo::tasks::types::Step;
use wasmtime::component::{Component, HasData, Linker};
use wasmtime::{Engine, Result, Store};

impl seven::airssys::core_types::types::Host for State {}

/// What the host has.
pub struct State;

/// Types are shared by all worlds, and have the derives that were asked for.
pub fn earlier(one: Timestamp, two: Timestamp) -> bool {
    one == two
}

/// What is imported and exported is one type.
pub fn given(step: tasks::exports::demo::tasks::types::Step) -> Step {
    step
}

/// What is only exported is of the tree as well, as far as it holds no resource.
pub fn colour(car: plugins::exports::demo::plugins::cars::Car) -> Colour {
    car.colour
}

/// A world that only exports adds nothing to a linker, and asks nothing of a host.
pub fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    plugins::Plugin::add_to_linker::<_, Nothing>(linker, |_| ())
}

/// What a host has that implements nothing.
struct Nothing;

impl HasData for Nothing {
    type Data<'a> = ();
}

/// Starts any of the components.
pub async fn start(engine: &Engine, linker: &Linker<State>, bytes: &[u8]) -> Result<()> {
    let component = Component::new(engine, bytes)?;
    let mut store = Store::new(engine, State);
    let full = seven::Full::instantiate_async(&mut store, &component, linker).await?;
    let lifecycle = full.airssys_core_component_component_lifecycle();
    lifecycle.call_health(&mut store).await?;
    let instance = linker.instantiate_async(&mut store, &component).await?;
    let exports = seven::airssys::worlds::full::FullExports::new(&mut store, &instance)?;
    if let Some(lifecycle) = exports.airssys_core_component_component_lifecycle() {
        let _ = lifecycle.call_shutdown(&mut store).await?;
    }
    Ok(())
}
