//! What a component is like whose bindings are ours: its size, and what calls of it take.

use std::cell::OnceCell;
use std::fs;
use std::rc::Rc;
use std::time::Instant;

use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::toolchain::Toolchain;
use airssys_bindings_tests::{cargo, folders};
use anyhow::{Context as _, Result};
use serde_json::Value;
use wasmtime::component::{Component as Program, Linker, ResourceAny};
use wasmtime::{Config, Engine, Store};

use crate::options::Options;
use crate::row::{Mark, Measure, Row, Sample, Unit};

use bindings::exports::bench::calls::calls::{Guest, Small, Ten};

#[allow(missing_docs, unreachable_pub, clippy::all)]
mod bindings {
    wasmtime::component::bindgen!({ path: "bench/calls/wit" });
}

pub(crate) fn rows() -> Vec<Row> {
    let row = |name, what, unit, mark, prepare| Row {
        name,
        what,
        against: "the same guest by `generate!`",
        unit,
        mark,
        quick: false,
        prepare,
    };
    let size = row("size", "size of a component", Unit::Bytes, Mark::Same(0.02), |options| {
        let [ours, theirs] = guests(options)?.map(|guest| guest.bytes().len() as f64);
        Ok(Box::new(move || Ok(Sample { ours, theirs })))
    });
    let fuel = |name, what, prepare| row(name, what, Unit::Fuel, Mark::Same(0.02), prepare);
    let rate = |name, what, prepare| row(name, what, Unit::PerSecond, Mark::None, prepare);
    vec![
        size,
        fuel("call-nothing", "a call with nothing", |it| of(it, nothing, true)),
        fuel("call-text", "a call with a string of 1 KiB, there and back", |it| of(it, text, true)),
        fuel("call-fields", "a call with a record of ten fields, there and back", |it| {
            of(it, fields, true)
        }),
        fuel("call-records", "a call with a list of 10,000 records, there and back", |it| {
            of(it, records, true)
        }),
        fuel("call-method", "a call of a resource's method", |it| of(it, method, true)),
        rate("rate-nothing", "calls with nothing, wall time", |it| of(it, nothing, false)),
        rate("rate-text", "calls with a string of 1 KiB, wall time", |it| of(it, text, false)),
        rate("rate-fields", "calls with a record of ten fields, wall time", |it| {
            of(it, fields, false)
        }),
        rate("rate-records", "calls with a list of 10,000 records, wall time", |it| {
            of(it, records, false)
        }),
        rate("rate-method", "calls of a resource's method, wall time", |it| of(it, method, false)),
    ]
}

/// One call, of whatever kind.
type Call = fn(&mut Running) -> wasmtime::Result<()>;

fn nothing(it: &mut Running) -> wasmtime::Result<()> {
    it.calls.call_nothing(&mut it.store)
}

fn text(it: &mut Running) -> wasmtime::Result<()> {
    it.calls.call_text(&mut it.store, &it.text).map(drop)
}

fn fields(it: &mut Running) -> wasmtime::Result<()> {
    it.calls.call_fields(&mut it.store, &it.ten).map(drop)
}

fn records(it: &mut Running) -> wasmtime::Result<()> {
    it.calls.call_records(&mut it.store, &it.records).map(drop)
}

fn method(it: &mut Running) -> wasmtime::Result<()> {
    it.calls.counter().call_next(&mut it.store, it.counter).map(drop)
}

fn of(options: &Options, call: Call, fuel: bool) -> Result<Measure> {
    let [ours, theirs] = guests(options)?;
    let mut ours = Running::start(&ours, fuel)?;
    let mut theirs = Running::start(&theirs, fuel)?;
    let measure = if fuel { Running::fuel } else { Running::rate };
    Ok(Box::new(move || {
        Ok(Sample { ours: measure(&mut ours, call)?, theirs: measure(&mut theirs, call)? })
    }))
}

thread_local! {
    static BUILT: OnceCell<Rc<[Component; 2]>> = const { OnceCell::new() };
}

/// The guest by our macro and by `generate!`.
fn guests(options: &Options) -> Result<[Component; 2]> {
    if let Some(built) = BUILT.with(|built| built.get().cloned()) {
        return Ok((*built).clone());
    }
    let guests = [guest(options, "ours")?, guest(options, "theirs")?];
    BUILT.with(|built| drop(built.set(Rc::new(guests.clone()))));
    Ok(guests)
}

fn guest(options: &Options, feature: &str) -> Result<Component> {
    let mut command = Toolchain::find()?.build(&options.folder("guests"));
    command.args(["--release", "--locked", "--package", "calls", "--features", feature]);
    command.arg("--message-format=json-render-diagnostics");
    command.arg("--manifest-path").arg(folders::workspace().join("tests/bench/Cargo.toml"));
    let messages = cargo::run(command, &mut |_| ())?;
    let module = messages.iter().rev().find_map(module).context("Cargo made a module")?;
    Component::from_module(&fs::read(module).with_context(|| module.to_owned())?)
}

fn module(message: &Value) -> Option<&str> {
    let files = message["filenames"].as_array()?;
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".wasm"))
}

/// A guest, and what it is given.
struct Running {
    store: Store<()>,
    calls: Guest,
    counter: ResourceAny,
    text: String,
    ten: Ten,
    records: Vec<Small>,
}

impl Running {
    fn start(guest: &Component, fuel: bool) -> Result<Self> {
        let mut config = Config::new();
        config.consume_fuel(fuel);
        let engine = Engine::new(&config)?;
        let program = Program::new(&engine, guest.bytes())?;
        let mut linker = Linker::new(&engine);
        linker.define_unknown_imports_as_traps(&program)?;
        let mut store = Store::new(&engine, ());
        if fuel {
            store.set_fuel(u64::MAX)?;
        }
        let world = bindings::Callee::instantiate(&mut store, &program, &linker)?;
        let calls = world.bench_calls_calls().clone();
        let counter = calls.counter().call_constructor(&mut store)?;
        let j = "ten".to_owned();
        let ten = Ten { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6.0, g: 7.0, h: true, i: 'i', j };
        let records = (0..10_000).map(|id| Small { id, weight: 0.5 }).collect();
        Ok(Self { store, calls, counter, text: "x".repeat(1024), ten, records })
    }

    /// The fuel of one call.
    fn fuel(&mut self, call: Call) -> Result<f64> {
        let before = self.store.get_fuel()?;
        call(self)?;
        Ok((before - self.store.get_fuel()?) as f64)
    }

    /// How many calls there are in a second, of a quarter of one.
    fn rate(&mut self, call: Call) -> Result<f64> {
        let (start, mut count) = (Instant::now(), 0_u32);
        while start.elapsed().as_millis() < 250 {
            for _ in 0..10 {
                call(self)?;
            }
            count += 10;
        }
        Ok(f64::from(count) / start.elapsed().as_secs_f64())
    }
}
