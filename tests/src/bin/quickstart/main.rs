//! From nothing to a component that runs: a guest crate as a new user would write it, built, looked at and called.
//!
//! With `--set-up` it only sees to a Rust that can build for wasm32, and to a rust-analyzer.

mod progress;

use std::env;

use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::analyzer::Analyzer;
use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::airssys::core_types::types::Timestamp;
use airssys_bindings_tests::host::lifecycle::{
    CallerInfo, ComponentConfig, ExecutionContext, ResourceLimits,
};
use airssys_bindings_tests::host::{Host, Running, component_id};
use airssys_bindings_tests::toolchain::Toolchain;
use airssys_bindings_tests::{folders, tree};
use anyhow::{Context as _, Result};

use crate::progress::Progress;

const SOURCE: &str = include_str!("guest.rs");

fn main() -> Result<()> {
    let toolchain = set_up()?;
    if env::args().any(|argument| argument == "--set-up") {
        set_up_analyzer();
        return Ok(());
    }
    let fixture = crate_of_a_new_user()?;
    show_tree(&fixture)?;
    let component = build(&fixture, &toolchain)?;
    show("what the component imports", &component.imports);
    show("what it calls of that", &component.functions);
    show("what it exports", &component.exports);
    run(&component)
}

fn set_up() -> Result<Toolchain> {
    let mut progress = Progress::start("looking for a Rust that can build for wasm32");
    let toolchain = Toolchain::set_up(&mut |line| progress.step(line))?;
    progress.end(&toolchain.to_string());
    Ok(toolchain)
}

/// Sees to a rust-analyzer. Where none can be installed, only the tests that need it fail.
fn set_up_analyzer() {
    let mut progress = Progress::start("looking for a rust-analyzer");
    match Analyzer::set_up(&mut |line| progress.step(line)) {
        Ok(found) => progress.end(&found.to_string()),
        Err(error) => progress.end(&format!("{error:#}")),
    }
}

/// A crate outside the workspace, with a copy of the packages in `wit/`.
fn crate_of_a_new_user() -> Result<Fixture> {
    let fixture = Fixture::new("hello", SOURCE)?;
    fixture.library("cdylib")?;
    fixture.copy(&folders::wit(), "wit")?;
    println!("\nthe guest, in {}:\n", fixture.folder().display());
    for line in SOURCE.lines() {
        println!("    {line}");
    }
    Ok(fixture)
}

fn show_tree(fixture: &Fixture) -> Result<()> {
    let request = Request { manifest_dir: fixture.folder().to_owned(), ..Request::default() };
    let picture = tree::draw(expand(&request).code).context("the macro gives Rust")?;
    show("the modules that the one line gives", &picture);
    Ok(())
}

fn build(fixture: &Fixture, toolchain: &Toolchain) -> Result<Component> {
    println!();
    let mut progress = Progress::start("building the guest (the first time takes a minute or two)");
    let guest = Guest::at(fixture.folder(), "hello");
    let component = guest.build_with(toolchain, &mut |line| progress.step(line))?;
    progress.end(&format!("a component of {} bytes", component.bytes().len()));
    Ok(component)
}

fn run(component: &Component) -> Result<()> {
    println!("\nrunning it in Wasmtime:\n");
    let mut running = Running::start(component, Host::default())?;
    let limits =
        ResourceLimits { max_memory_bytes: None, max_execution_ms: None, max_message_bytes: None };
    let config = ComponentConfig { env_vars: vec![], config_data: vec![], limits };
    let context = ExecutionContext {
        request: 1,
        caller: CallerInfo { component: Some(component_id("acme", "visitor")), principal: None },
        received_at: Timestamp { seconds: 0, nanoseconds: 0 },
        timeout_ms: None,
    };

    let answer = running.call(|it, store| it.call_init(store, &config))?;
    exchange(&mut running, "init(config)", &format!("{answer:?}"));
    let answer = running.call(|it, store| it.call_execute(store, b"world", &context))?;
    let answer = answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    exchange(&mut running, r#"execute("world", context)"#, &format!("{answer:?}"));
    let answer = running.call(|it, store| it.call_health(store))?;
    exchange(&mut running, "health()", &format!("{answer:?}"));
    let answer = running.call(|it, store| it.call_shutdown(store))?;
    exchange(&mut running, "shutdown()", &format!("{answer:?}"));
    Ok(())
}

/// Prints a call into the component, what it asked the host for meanwhile, and its answer.
fn exchange(running: &mut Running, call: &str, answer: &str) {
    println!("    host → component  {call}");
    for asked in running.store.data_mut().calls.drain(..) {
        println!("        component → host  {asked}");
    }
    println!("    host ← component  {answer}");
}

fn show(what: &str, lines: &[String]) {
    println!("\n{what}:\n");
    for line in lines {
        println!("    {line}");
    }
}
