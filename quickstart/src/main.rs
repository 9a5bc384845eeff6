//! Creates, builds, inspects and runs a guest crate as a new user would write it.

use airssys_bindings::host::{ComponentId, GrantsFile, HostBuilder, LogEntry};
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_quickstart::component::Component;
use airssys_bindings_quickstart::fixture::Fixture;
use airssys_bindings_quickstart::guest::Guest;
use airssys_bindings_quickstart::module_tree;
use airssys_bindings_toolchains::paths;
use airssys_bindings_toolchains::progress::Progress;
use airssys_bindings_toolchains::toolchain::Toolchain;
use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

const SOURCE: &str = include_str!("hello/lib.rs");
const REQUESTED: &str = include_str!("hello/requested-permissions.toml");
const GRANTS: &str = include_str!("hello/grants.toml");

fn main() -> Result<()> {
    let toolchain = set_up()?;
    let fixture = create_crate()?;
    show_tree(&fixture)?;
    let component = build(&fixture, &toolchain)?;
    show("imports of the component", &component.imports);
    show("imported functions", &component.functions);
    show("exports", &component.exports);
    Runtime::new().context("starting Tokio")?.block_on(run(&component))
}

fn set_up() -> Result<Toolchain> {
    let mut progress = Progress::start("looking for a Rust toolchain that can build for wasm32");
    let toolchain = Toolchain::set_up(&mut |line| progress.step(line))?;
    progress.end(&toolchain.to_string());
    Ok(toolchain)
}

/// Creates a crate outside of the workspace, with a copy of the packages in `wit/`.
fn create_crate() -> Result<Fixture> {
    let fixture = Fixture::new("hello", SOURCE)?;
    fixture.crate_type("cdylib")?;
    fixture.copy(&paths::wit(), "wit")?;
    fixture.write("requested-permissions.toml", REQUESTED)?;
    println!("\nthe guest is in {}", fixture.directory().display());
    show_text("src/lib.rs", SOURCE);
    show_text("requested-permissions.toml", REQUESTED);
    Ok(fixture)
}

fn show_tree(fixture: &Fixture) -> Result<()> {
    let request = Request::new(fixture.directory());
    let drawing = module_tree::draw(expand(&request).code).context("parsing the expansion")?;
    show("the modules that the macro generates", &drawing);
    Ok(())
}

fn build(fixture: &Fixture, toolchain: &Toolchain) -> Result<Component> {
    println!();
    let mut progress =
        Progress::start("building the guest (the first build takes a minute or two)");
    let guest = Guest::at(fixture.directory(), "hello");
    let component = guest.build_with(toolchain, &mut |line| progress.step(line))?;
    progress.end(&format!("a component of {} bytes", component.bytes().len()));
    Ok(component)
}

/// Starts the component on a host that implements the packages in `wit/`, and calls its lifecycle.
async fn run(component: &Component) -> Result<()> {
    let log = |entry: &LogEntry<'_>| {
        println!("        component → host  log({:?}, {:?})", entry.level, entry.message);
    };
    show_text("grants.toml of the host", GRANTS);
    let grants = GrantsFile::parse("grants.toml", GRANTS)?;
    let host = HostBuilder::new().log_sink(log).grants(grants).build()?;
    let program = host.compile(component.bytes())?;
    show_text("what the component requests and gets", &host.describe(&program)?.to_string());

    println!("\nrunning the component on a host that implements the packages:\n");
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

fn show(title: &str, lines: &[String]) {
    show_text(title, &lines.join("\n"));
}

fn show_text(title: &str, text: &str) {
    println!("\n{title}:\n");
    for line in text.lines() {
        println!("    {line}");
    }
}
