//! Components that try to use up what all components share: each is bounded, and the others keep running.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use airssys_bindings::host::capability::network::{NetworkConfig, ResolveFuture, Resolver};
use airssys_bindings::host::{
    CompileLimits, ComponentId, End, FilesystemAction, HostBuilder, InstanceBuilder, Limits,
    LogEntry, NetworkAction, ProcessAction, StartError,
};
use airssys_bindings_tests::guest::Guest;

use super::{call, file, net, probe, program, start, try_call};

/// Waits until a condition holds.
async fn eventually(what: &str, condition: impl Fn() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < Duration::from_secs(10), "{what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The median time that a call of one component takes while others compute.
async fn latency_beside(namespace: &str, computing: usize) -> Duration {
    let neighbour = start(&format!("{namespace}:neighbour")).await;
    let mut others = Vec::new();
    for number in 0..computing {
        let other = start(&format!("{namespace}:{number}")).await;
        tokio::spawn({
            let other = other.clone();
            async move { try_call(&other, &["spin"]).await }
        });
        others.push(other);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut taken = Vec::new();
    for _ in 0..31 {
        let began = Instant::now();
        call(&neighbour, &["echo", "hi"]).await;
        taken.push(began.elapsed());
    }
    for other in others {
        other.stop().await;
    }
    taken.sort_unstable();
    taken[taken.len() / 2]
}

#[tokio::test]
async fn calls_do_not_wait_for_every_component_that_computes() {
    // All run on the only thread of this runtime.
    let one = latency_beside("starve-turns-one", 1).await;
    let many = latency_beside("starve-turns-many", 30).await;
    assert!(many < 6 * one, "beside one: {one:?}, beside thirty: {many:?}");
}

#[tokio::test]
async fn patterns_that_a_component_sends_are_bounded() {
    let builder = probe("starve-pattern:it").allow(program(ProcessAction::Spawn, "/opt/**"));
    let instance = builder.start().await.expect("the instance starts");
    let check =
        async |pattern: String| call(&instance, &["check", "process", "spawn", &pattern]).await;
    let distinct: String = (0..150).filter_map(|number| char::from_u32(0x100 + number)).collect();
    let stars = |count| format!("/opt/{distinct}{}", "*".repeat(count));
    assert_eq!(check(stars(500)).await, "PermissionResult::Granted");
    let answer = check(stars(1200)).await;
    assert!(answer.contains("the pattern is longer than 1024 bytes"), "{answer}");
    let answer = check(format!("/opt/{}", "a".repeat(1_000_000))).await;
    assert!(answer.contains("the pattern is longer than 4096 bytes"), "{answer}");
    assert!(answer.len() < 1000, "{} bytes", answer.len());
}

/// Resolves names slowly, as the system's resolver does: nothing interrupts it.
#[derive(Debug, Default)]
struct SlowResolver {
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Resolver for SlowResolver {
    fn resolve<'a>(&'a self, _: &'a str) -> ResolveFuture<'a> {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let running = self.running.clone();
        self.most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(2));
            running.fetch_sub(1, Ordering::SeqCst);
            let _ = sender.send(vec![IpAddr::from(Ipv4Addr::LOCALHOST)]);
        });
        Box::pin(async move { receiver.await.map_err(std::io::Error::other) })
    }
}

#[tokio::test]
async fn name_lookups_count_until_they_end() {
    let resolver = Arc::new(SlowResolver::default());
    let most = resolver.most.clone();
    let config = NetworkConfig { resolver, ..NetworkConfig::default() };
    let builder =
        probe("starve-names:it").network(config).allow(net(NetworkAction::Connect, "*.test", None));
    let instance = builder.start().await.expect("the instance starts");
    let answer = call(&instance, &["connect many", "slow.test", "300", "1"]).await;
    assert_eq!(answer, "Some(NetworkError::TimedOut)");
    assert_eq!(most.load(Ordering::SeqCst), NetworkConfig::default().max_lookups);
    // A component that waits gets its turn.
    let answer = call(&instance, &["connect", "patient.test", "80"]).await;
    assert!(answer.starts_with("NetworkError::PermissionDenied("), "{answer}");
}

/// An HTTP server on all loopback addresses that keeps connections open.
struct KeepAlive {
    port: u16,
    accepted: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
}

impl KeepAlive {
    fn start() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").expect("a port is free");
        let port = listener.local_addr().expect("the listener is bound").port();
        let (accepted, open) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let server = Self { port, accepted: accepted.clone(), open: open.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                accepted.fetch_add(1, Ordering::SeqCst);
                open.fetch_add(1, Ordering::SeqCst);
                let open = open.clone();
                thread::spawn(move || {
                    answer_all(stream);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }
}

/// Answers each request until the client closes the connection.
fn answer_all(mut stream: TcpStream) {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        request.extend_from_slice(&buffer[..count]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").is_err() {
                return;
            }
        }
    }
}

#[tokio::test]
async fn idle_connections_count_and_the_oldest_is_closed_first() {
    let server = KeepAlive::start();
    let config = NetworkConfig { max_connections: 20, ..NetworkConfig::default() };
    let builder = probe("starve-idle:it").network(config).allow(net(
        NetworkAction::Http,
        "127.0.0.0/8",
        Some(server.port),
    ));
    let instance = builder.start().await.expect("the instance starts");
    let port = server.port.to_string();
    let answer = call(&instance, &["http many", &port, "300"]).await;
    assert_eq!(answer, "0 failed, first None");
    eventually("20 connections stay open", || server.open.load(Ordering::SeqCst) <= 20).await;
    // The newest connection is used again; the oldest is closed.
    let accepted = || server.accepted.load(Ordering::SeqCst);
    assert_eq!(accepted(), 300);
    let url = |host: &str| format!("http://{host}:{port}/");
    call(&instance, &["http", "get", &url("127.0.1.100"), ""]).await;
    assert_eq!(accepted(), 300);
    call(&instance, &["http", "get", &url("127.0.0.1"), ""]).await;
    assert_eq!(accepted(), 301);
    instance.stop().await;
    eventually("none stays open", || server.open.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test]
async fn stop_returns_when_blocking_work_has_ended() {
    const FILES: usize = 20_000;
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().canonicalize().expect("the path exists");
    let tree = root.join("tree");
    std::fs::create_dir(&tree).expect("creating a directory");
    for number in 0..FILES {
        std::fs::write(tree.join(number.to_string()), "").expect("writing");
    }
    let left = || std::fs::read_dir(&tree).map_or(0, Iterator::count);
    let pattern = format!("{}/**", root.display());
    let builder = probe("starve-stop:it").allow(file(FilesystemAction::Delete, &pattern));
    let instance = builder.start().await.expect("the instance starts");
    let removing = tokio::spawn({
        let (instance, tree) = (instance.clone(), tree.display().to_string());
        async move { try_call(&instance, &["remove directory", &tree, "true"]).await }
    });
    eventually("the component removes files", || left() < FILES).await;
    assert_eq!(instance.stop().await, End::Stopped);
    let before = left();
    assert!(before > 0, "the removal was interrupted");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(left(), before);
    assert!(removing.await.expect("no panic").is_err());
}

/// Configures a probe for which the host holds at most `bytes` bytes.
fn limited(name: &str, bytes: usize) -> InstanceBuilder {
    probe(name).limits(Limits { host_bytes: bytes, ..Limits::default() })
}

const HELD: &str = "1000000 bytes that the host holds for the component";

#[tokio::test]
async fn results_that_wait_for_their_component_are_limited() {
    let one = limited("starve-results:one", 1_000_000).start().await.expect("the instance starts");
    let _two = start("starve-results:two").await;
    let operation = "repeat x 400000";
    let answer =
        call(&one, &["request and wait", "starve-results:two", "10", operation, "3000"]).await;
    assert_eq!(answer, "done");
    let mut callbacks = String::new();
    let began = Instant::now();
    while callbacks.lines().count() < 10 {
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "{} callbacks",
            callbacks.lines().count()
        );
        callbacks += &(call(&one, &["callbacks"]).await + "\n");
        callbacks = callbacks.trim_start().to_owned();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(callbacks.matches(" Ok(").count(), 2);
    let exceeded = format!("Err(ExecutionError::LimitExceeded(\"{HELD}\"))");
    assert_eq!(callbacks.matches(&exceeded).count(), 8);
}

#[tokio::test]
async fn errors_count_as_results() {
    let limits = Limits { message: Some(1000), ..Limits::default() };
    let builder = probe("starve-errors:it").limits(limits);
    let instance = builder.start().await.expect("the instance starts");
    let error = try_call(&instance, &["fail", &"x".repeat(900)]).await;
    assert!(error.expect_err("it fails").to_string().contains("xxx"));
    let error = try_call(&instance, &["fail with", "1001"]).await;
    assert!(error.expect_err("it fails").to_string().contains("1000 bytes for a result"));
}

#[tokio::test]
async fn log_entries_are_limited() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    let builder = limited("starve-log:it", 4 << 20).log_sink(move |entry: &LogEntry<'_>| {
        sink.lock().expect("no panic").push(entry.message.to_owned());
    });
    let instance = builder.start().await.expect("the instance starts");
    call(&instance, &["log long", "1000000"]).await;
    call(&instance, &["log long", "2000000"]).await;
    let seen = seen.lock().expect("no panic");
    assert_eq!(seen[0].len(), 1_000_000);
    assert_eq!(seen[1], "a log entry of 2000000 bytes exceeds the limit of 1048576 bytes");
}

#[tokio::test]
async fn messages_that_are_not_delivered_are_charged_to_their_sender() {
    let one = limited("starve-sent:one", 1_000_000).start().await.expect("the instance starts");
    let (two, three) = (start("starve-sent:two").await, start("starve-sent:three").await);
    for receiver in [two, three] {
        tokio::spawn(async move { try_call(&receiver, &["sleep", "2000"]).await });
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let send = async |to: &str| call(&one, &["send bytes", to, "600000"]).await;
    assert_eq!(send("starve-sent:two").await, "Ok(())");
    let refused = send("starve-sent:three").await;
    assert!(refused.starts_with("Err(MessagingError::Internal(") && refused.contains(HELD));
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(send("starve-sent:three").await, "Ok(())");
}

#[tokio::test]
async fn input_of_processes_is_limited() {
    let sleep = Path::new("/bin/sleep").canonicalize().expect("the path exists");
    let sleep = sleep.to_str().expect("UTF-8");
    let builder = limited("starve-input:it", 1_000_000).allow(program(ProcessAction::Spawn, sleep));
    let instance = builder.start().await.expect("the instance starts");
    let spawn = async || call(&instance, &["spawn with input", sleep, "20", "600000"]).await;
    assert_eq!(spawn().await, "spawned");
    let refused = spawn().await;
    assert!(refused.starts_with("ProcessError::Io(") && refused.contains(HELD), "{refused}");
}

#[tokio::test]
async fn responses_are_limited_however_small_their_chunks() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            let _ = stream.write_all(head);
            while stream.write_all(&b"1\r\nx\r\n".repeat(1000)).is_ok() {}
        }
    });
    let builder = limited("starve-chunks:it", 10_000);
    let builder = builder.allow(net(NetworkAction::Http, "127.0.0.1", Some(port)));
    let instance = builder.start().await.expect("the instance starts");
    let url = format!("http://127.0.0.1:{port}/");
    let answer = call(&instance, &["http", "get", &url, ""]).await;
    let held = "10000 bytes that the host holds for the component";
    assert!(answer.starts_with("Err(NetworkError::Io(") && answer.contains(held), "{answer}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn each_dropped_process_makes_room_for_another() {
    let sleep = Path::new("/bin/sleep").canonicalize().expect("the path exists");
    let sleep = sleep.to_str().expect("UTF-8");
    let limits = Limits { execution: Some(Duration::from_secs(120)), ..Limits::default() };
    let builder =
        probe("starve-spawn:it").limits(limits).allow(program(ProcessAction::Spawn, sleep));
    let instance = builder.start().await.expect("the instance starts");
    let answer = call(&instance, &["spawn many", sleep, "20", "40"]).await;
    assert_eq!(answer, "0 failed, first None");
}

#[tokio::test]
async fn names_are_limited_before_anything_is_done_with_them() {
    let builder = probe("starve-long:it")
        .allow(net(NetworkAction::Resolve, "**", None))
        .allow(net(NetworkAction::Http, "**", None))
        .allow(program(ProcessAction::ReadEnvironment, "A*"))
        .allow(program(ProcessAction::Spawn, "/bin/*"));
    let instance = builder.start().await.expect("the instance starts");
    // Out of reach and within, the answer is the same.
    let answer = call(&instance, &["long name", "15000000"]).await;
    assert_eq!(answer, "Err(MessagingError::ComponentNotFound)");
    let labels = "a.".repeat(300_000);
    let long = "A".repeat(900_000);
    for (words, reason) in [
        (["resolve", &labels].as_slice(), "the host name is longer than 253 characters"),
        (&["http", "get", &format!("http://{labels}/"), ""], "the URL is longer than 8192 bytes"),
        (&["environment", &long], "the name is longer than 1024 bytes"),
        (&["spawn", &long, ""], "the program name is longer than 4096 bytes"),
    ] {
        let answer = call(&instance, words).await;
        assert!(answer.contains(reason), "{}: {answer:.200}", words[0]);
    }
    let (host, program) = &*super::PROBE;
    let id = ComponentId::new("starve-long", "x".repeat(257), "1.0.0");
    let error = host.instance(program, id).start().await.expect_err("the id is too long");
    assert_eq!(error, StartError::IdTooLong(256));
}

#[test]
fn compiling_is_limited_and_its_result_is_kept() {
    let probe = Guest::named("probe").build().expect("the probe compiles");
    let host = |limits| HostBuilder::new().compile_limits(limits).build().expect("Wasmtime works");
    let defaults = CompileLimits::default;
    let small = host(CompileLimits { bytes: 1000, ..defaults() });
    let error = small.compile(probe.bytes()).map(drop).expect_err("the component is larger");
    assert!(error.to_string().contains("larger than 1000 bytes"), "{error}");
    let hasty = host(CompileLimits { time: Some(Duration::from_millis(1)), ..defaults() });
    let error = hasty.compile(probe.bytes()).map(drop).expect_err("compiling takes longer");
    assert!(error.to_string().contains("longer than 1 ms"), "{error}");

    let usual = host(defaults());
    let compile = || {
        let began = Instant::now();
        usual.compile(probe.bytes()).expect("the component exports the lifecycle");
        began.elapsed()
    };
    let (first, second) = (compile(), compile());
    assert!(second < first / 10, "{first:?}, {second:?}");
    assert!(usual.compile(b"not a component").is_err());
}
