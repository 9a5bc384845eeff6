//! A host with its own dependency on Wasmtime. The same source compiles with several versions.
//!
//! Options that name a function or a resource are not used: Wasmtime 36 has `/` before these names, and 48 has `.`.

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

/// The state of the host.
pub struct State;

/// Types are shared by all worlds, and have the additional derives.
pub fn same(one: Timestamp, two: Timestamp) -> bool {
    one == two
}

/// Imported and exported types are the same.
pub fn pass(step: tasks::exports::demo::tasks::types::Step) -> Step {
    step
}

/// Types that are only exported are shared with the tree, unless they contain a resource.
pub fn colour(car: plugins::exports::demo::plugins::cars::Car) -> Colour {
    car.colour
}

/// A world without imports adds nothing to a linker, and requires no trait.
pub fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    plugins::Plugin::add_to_linker::<_, Nothing>(linker, |_| ())
}

/// Host data that implements no trait.
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
