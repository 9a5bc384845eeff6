//! From nothing to a component that runs: a guest crate as a new user would write it, built, looked at and called.
//!
//! With `--set-up` it only sees to a Rust that can build for wasm32, and to a rust-analyzer.

mod progress;

use std::env;

use airssys_bindings::host::{ComponentId, HostBuilder, LogEntry};
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::analyzer::Analyzer;
use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::toolchain::Toolchain;
use airssys_bindings_tests::{folders, tree};
use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

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
    Runtime::new().context("starting Tokio")?.block_on(run(&component))
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
    let request = Request::new(fixture.folder().to_owned());
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

/// Starts the component on a host that serves the packages in `wit/`, and calls its lifecycle.
async fn run(component: &Component) -> Result<()> {
    println!("\nrunning it on a host that serves the packages:\n");
    let log = |entry: &LogEntry<'_>| {
        println!("        component → host  log({:?}, {:?})", entry.level, entry.message);
    };
    let host = HostBuilder::new().log_sink(log).build()?;
    let program = host.compile(component.bytes())?;
    let id = ComponentId::new("acme", "hello", "1.0.0");

    println!("    host → component  init(config)");
    let hello = host.instance(&program, id).start().await?;
    println!(r#"    host → component  execute("world")"#);
    let answer = hello.execute("world").await?;
    println!("    host ← component  {:?}", String::from_utf8_lossy(&answer));
    println!("    host → component  health()");
    println!("    host ← component  {:?}", hello.health().await?);
    println!("    host → component  shutdown()");
    hello.shutdown().await?;
    Ok(())
}

fn show(what: &str, lines: &[String]) {
    println!("\n{what}:\n");
    for line in lines {
        println!("    {line}");
    }
}
