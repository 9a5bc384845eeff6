//! The host that serves the seven packages, with a real component that does what the test says.

mod core;
mod files;
mod lifecycle;
mod load;
mod messages;
mod misuse;
mod network;
mod permissions;
mod processes;
mod worlds;

use std::io;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use airssys_bindings::host::{
    CallError, ComponentId, FilesystemAction, FilesystemPermission, Host, Instance,
    InstanceBuilder, NetworkAction, NetworkPermission, ProcessAction, ProcessPermission, Program,
};
use airssys_bindings_tests::guest::Guest;

/// One host and one compiled probe for all tests of a process: each test has a namespace of its own.
static PROBE: LazyLock<(Host, Program)> = LazyLock::new(|| {
    let host = Host::new().expect("Wasmtime works here");
    let probe = Guest::named("probe").build().expect("the probe compiles");
    let program = host.compile(probe.bytes()).expect("it exports the lifecycle");
    (host, program)
});

/// `namespace:name`, in version 1.0.0.
fn id(text: &str) -> ComponentId {
    let (namespace, name) = text.split_once(':').expect("namespace:name");
    ComponentId::new(namespace, name, "1.0.0")
}

/// A probe that may know about all of its namespace.
fn probe(name: &str) -> InstanceBuilder {
    let id = id(name);
    let (host, program) = &*PROBE;
    let peers = format!("{}:**", id.namespace);
    host.instance(program, id).reach(peers)
}

/// A probe that was started.
async fn start(name: &str) -> Instance {
    probe(name).start().await.expect("it starts")
}

/// Has a probe do something: a function and its arguments.
async fn told(probe: &Instance, words: &[&str]) -> Result<String, CallError> {
    let answer = probe.execute(words.join("\t")).await?;
    Ok(String::from_utf8(answer).expect("the probe answers in UTF-8"))
}

/// Has a probe do something that ends.
async fn ask(probe: &Instance, words: &[&str]) -> String {
    told(probe, words).await.unwrap_or_else(|error| panic!("{words:?}: {error}"))
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

/// What was traced in this process, as text.
static TRACED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps what is traced from now on.
fn trace() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| Traced)
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("nobody else sets one");
    });
}

/// The lines that were traced and hold this text.
fn traced(text: &str) -> Vec<String> {
    let all = TRACED.lock().unwrap_or_else(PoisonError::into_inner);
    let all = String::from_utf8_lossy(&all);
    all.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

struct Traced;

impl io::Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = TRACED.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
