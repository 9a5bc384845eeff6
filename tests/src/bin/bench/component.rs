//! Benchmarks of components: size, and the cost of calls.

use std::cell::OnceCell;
use std::fs;
use std::rc::Rc;
use std::time::Instant;

use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::guest::wasm_file;
use airssys_bindings_tests::toolchain::Toolchain;
use airssys_bindings_tests::{cargo, paths};
use anyhow::{Context as _, Result};
use wasmtime::component::{Component as Compiled, Linker, ResourceAny};
use wasmtime::{Config, Engine, Store};

use crate::benchmark::{Benchmark, Measure, Sample, Target, Unit};
use crate::options::Options;

use bindings::exports::bench::calls::calls::{Guest, Small, Ten};

#[allow(missing_docs, unreachable_pub, clippy::all)]
mod bindings {
    wasmtime::component::bindgen!({ path: "bench/calls/wit" });
}

pub(crate) fn all() -> Vec<Benchmark> {
    let benchmark = |name, what, unit, target, prepare| Benchmark {
        name,
        what,
        baseline: "the same guest by `generate!`",
        unit,
        target,
        quick: false,
        prepare,
    };
    let same = Target::Same(0.02);
    let size = benchmark("size", "size of a component", Unit::Bytes, same, |options| {
        let [ours, baseline] = guests(options)?.map(|guest| guest.bytes().len() as f64);
        Ok(Box::new(move || Ok(Sample { ours, baseline })))
    });
    let fuel = |name, what, prepare| benchmark(name, what, Unit::Fuel, same, prepare);
    let rate = |name, what, prepare| benchmark(name, what, Unit::PerSecond, Target::None, prepare);
    vec![
        size,
        fuel("call-nothing", "a call with nothing", |it| call(it, nothing, true)),
        fuel("call-text", "a call with a string of 1 KiB, there and back", |it| {
            call(it, text, true)
        }),
        fuel("call-fields", "a call with a record of ten fields, there and back", |it| {
            call(it, fields, true)
        }),
        fuel("call-records", "a call with a list of 10,000 records, there and back", |it| {
            call(it, records, true)
        }),
        fuel("call-method", "a call of a resource's method", |it| call(it, method, true)),
        rate("rate-nothing", "calls with nothing, wall time", |it| call(it, nothing, false)),
        rate("rate-text", "calls with a string of 1 KiB, wall time", |it| call(it, text, false)),
        rate("rate-fields", "calls with a record of ten fields, wall time", |it| {
            call(it, fields, false)
        }),
        rate("rate-records", "calls with a list of 10,000 records, wall time", |it| {
            call(it, records, false)
        }),
        rate("rate-method", "calls of a resource's method, wall time", |it| {
            call(it, method, false)
        }),
    ]
}

/// Makes one call of an instance.
type Call = fn(&mut Instance) -> wasmtime::Result<()>;

fn nothing(it: &mut Instance) -> wasmtime::Result<()> {
    it.calls.call_nothing(&mut it.store)
}

fn text(it: &mut Instance) -> wasmtime::Result<()> {
    it.calls.call_text(&mut it.store, &it.text).map(drop)
}

fn fields(it: &mut Instance) -> wasmtime::Result<()> {
    it.calls.call_fields(&mut it.store, &it.ten).map(drop)
}

fn records(it: &mut Instance) -> wasmtime::Result<()> {
    it.calls.call_records(&mut it.store, &it.records).map(drop)
}

fn method(it: &mut Instance) -> wasmtime::Result<()> {
    it.calls.counter().call_next(&mut it.store, it.counter).map(drop)
}

fn call(options: &Options, call: Call, fuel: bool) -> Result<Measure> {
    let [ours, baseline] = guests(options)?;
    let mut ours = Instance::start(&ours, fuel)?;
    let mut baseline = Instance::start(&baseline, fuel)?;
    let measure = if fuel { Instance::fuel } else { Instance::rate };
    Ok(Box::new(move || {
        Ok(Sample { ours: measure(&mut ours, call)?, baseline: measure(&mut baseline, call)? })
    }))
}

thread_local! {
    static BUILT: OnceCell<Rc<[Component; 2]>> = const { OnceCell::new() };
}

/// Builds the guest with our macro and with `generate!`, once.
fn guests(options: &Options) -> Result<[Component; 2]> {
    if let Some(built) = BUILT.with(|built| built.get().cloned()) {
        return Ok((*built).clone());
    }
    let guests = [guest(options, "airssys-bindings")?, guest(options, "wit-bindgen")?];
    BUILT.with(|built| drop(built.set(Rc::new(guests.clone()))));
    Ok(guests)
}

fn guest(options: &Options, feature: &str) -> Result<Component> {
    let mut command = Toolchain::find()?.build(&options.directory("guests"));
    command.args(["--release", "--locked", "--package", "calls", "--features", feature]);
    command.arg("--message-format=json-render-diagnostics");
    command.arg("--manifest-path").arg(paths::workspace().join("tests/bench/Cargo.toml"));
    let messages = cargo::run(command, &mut |_| ())?;
    let module =
        messages.iter().rev().find_map(wasm_file).context("no module among the artifacts")?;
    Component::from_module(&fs::read(module).with_context(|| module.to_owned())?)
}

/// An instance of the guest, and the arguments of its calls.
struct Instance {
    store: Store<()>,
    calls: Guest,
    counter: ResourceAny,
    text: String,
    ten: Ten,
    records: Vec<Small>,
}

impl Instance {
    fn start(guest: &Component, fuel: bool) -> Result<Self> {
        let mut config = Config::new();
        config.consume_fuel(fuel);
        let engine = Engine::new(&config)?;
        let compiled = Compiled::new(&engine, guest.bytes())?;
        let mut linker = Linker::new(&engine);
        linker.define_unknown_imports_as_traps(&compiled)?;
        let mut store = Store::new(&engine, ());
        if fuel {
            store.set_fuel(u64::MAX)?;
        }
        let world = bindings::Callee::instantiate(&mut store, &compiled, &linker)?;
        let calls = world.bench_calls_calls().clone();
        let counter = calls.counter().call_constructor(&mut store)?;
        let j = "ten".to_owned();
        let ten = Ten { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6.0, g: 7.0, h: true, i: 'i', j };
        let records = (0..10_000).map(|id| Small { id, weight: 0.5 }).collect();
        Ok(Self { store, calls, counter, text: "x".repeat(1024), ten, records })
    }

    /// Returns the fuel that one call consumes.
    fn fuel(&mut self, call: Call) -> Result<f64> {
        let before = self.store.get_fuel()?;
        call(self)?;
        Ok((before - self.store.get_fuel()?) as f64)
    }

    /// Returns the number of calls per second, measured for a quarter of a second.
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
