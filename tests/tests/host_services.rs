//! End-to-end tests of `host`, with a component, the probe, that calls the functions that a test names.

mod core;
mod files;
mod lifecycle;
mod load;
mod messages;
mod misuse;
mod network;
mod permissions;
mod processes;
mod soak;
mod starvation;
mod worlds;

use std::io;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use airssys_bindings::host::{
    CallError, ComponentId, FilesystemAction, FilesystemPermission, Host, Instance,
    InstanceBuilder, NetworkAction, NetworkPermission, ProcessAction, ProcessPermission, Program,
};
use airssys_bindings_tests::guest::Guest;

/// The host and the compiled probe that all tests share. Each test uses a namespace of its own.
static PROBE: LazyLock<(Host, Program)> = LazyLock::new(|| {
    let host = Host::new().expect("Wasmtime works here");
    let probe = Guest::named("probe").build().expect("the probe compiles");
    let program = host.compile(probe.bytes()).expect("the component exports the lifecycle");
    (host, program)
});

/// The id of a component `namespace:name`, version 1.0.0.
fn id(text: &str) -> ComponentId {
    let (namespace, name) = text.split_once(':').expect("namespace:name");
    ComponentId::new(namespace, name, "1.0.0")
}

/// Configures a probe that reaches all components of its namespace.
fn probe(name: &str) -> InstanceBuilder {
    let id = id(name);
    let (host, program) = &*PROBE;
    let peers = format!("{}:**", id.namespace);
    host.instance(program, id).reach(peers)
}

/// Starts a probe.
async fn start(name: &str) -> Instance {
    probe(name).start().await.expect("the instance starts")
}

/// Calls a function of the probe: its name and arguments.
async fn try_call(probe: &Instance, words: &[&str]) -> Result<String, CallError> {
    let answer = probe.execute(words.join("\t")).await?;
    Ok(String::from_utf8(answer).expect("the probe answers in UTF-8"))
}

/// Calls a function of the probe, which must not fail.
async fn call(probe: &Instance, words: &[&str]) -> String {
    try_call(probe, words).await.unwrap_or_else(|error| panic!("{words:?}: {error}"))
}

fn file(action: FilesystemAction, pattern: &str) -> FilesystemPermission {
    FilesystemPermission { action, path_pattern: pattern.to_owned() }
}

fn net(action: NetworkAction, pattern: &str, port: Option<u16>) -> NetworkPermission {
    NetworkPermission { action, host_pattern: pattern.to_owned(), port }
}

fn program(action: ProcessAction, pattern: &str) -> ProcessPermission {
    ProcessPermission { action, command_pattern: pattern.to_owned() }
}

/// The `tracing` output of this process.
static TRACE_OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Captures the `tracing` output from now on.
fn capture_traces() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| TraceWriter)
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("no other subscriber is set");
    });
}

/// Returns the captured lines that contain `text`.
fn captured_lines(text: &str) -> Vec<String> {
    let all = TRACE_OUTPUT.lock().unwrap_or_else(PoisonError::into_inner);
    let all = String::from_utf8_lossy(&all);
    all.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

struct TraceWriter;

impl io::Write for TraceWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = TRACE_OUTPUT.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
