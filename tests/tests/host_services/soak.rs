//! A soak test, run by hand: most components of a host go on with their work while some attack it.
//!
//! `cargo test --release -p airssys-bindings-tests --test all soak -- --ignored --nocapture`; the environment variables
//! `COMPONENTS`, `ATTACKERS` and `SECONDS` set its size, and `ATTACK` selects one of the attacks by its number. The figures
//! are printed. With glibc, `MALLOC_ARENA_MAX=1` and `MALLOC_MMAP_THRESHOLD_=131072` make it return freed memory to the
//! system.

use std::env;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use airssys_bindings::host::{
    FilesystemAction, Host, Instance, InstanceBuilder, Limits, LogEntry, NetworkAction,
    ProcessAction,
};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{PROBE, call, file, id, net, program, try_call};

fn number(variable: &str, default: u64) -> u64 {
    let given = env::var(variable).ok();
    given.map_or(default, |text| text.parse().expect("a number"))
}

/// What the process uses: memory in MiB, open files and threads.
fn used() -> (u64, usize, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
    };
    let files = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    (field("VmRSS:") >> 10, files, field("Threads:"))
}

/// Components that send a message to the next one and execute an operation, again and again.
struct Workers {
    all: Vec<Instance>,
    sent: AtomicU64,
}

impl Workers {
    async fn start(count: u64) -> Arc<Self> {
        let (host, program) = &*PROBE;
        let mut all = Vec::new();
        for number in 0..count {
            let builder = host.instance(program, id(&format!("soak:{number}"))).reach("soak:**");
            all.push(builder.log_sink(ignore).start().await.expect("the instance starts"));
        }
        Arc::new(Self { all, sent: AtomicU64::new(0) })
    }

    /// Lets the workers work and returns the median and the 99th percentile of the time of one operation.
    async fn work(self: &Arc<Self>, time: Duration) -> (Duration, Duration) {
        let end = Instant::now() + time;
        let mut taken = Vec::new();
        'all: loop {
            for (number, worker) in self.all.iter().enumerate() {
                let next = format!("soak:{}", (number + 1) % self.all.len());
                let began = Instant::now();
                assert_eq!(call(worker, &["send", &next, "hi"]).await, "Ok(())");
                taken.push(began.elapsed());
                self.sent.fetch_add(1, Ordering::Relaxed);
                if Instant::now() > end {
                    break 'all;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        taken.sort_unstable();
        (taken[taken.len() / 2], taken[taken.len() * 99 / 100])
    }

    /// The number of messages that arrived.
    async fn received(&self) -> u64 {
        let mut received = 0;
        for worker in &self.all {
            received += call(worker, &["messages"]).await.lines().count() as u64;
        }
        received
    }
}

fn ignore(_: &LogEntry<'_>) {}

/// What one attacker does in a loop.
fn attacks(number: u64, port: u16, dir: &Path) -> Vec<String> {
    let sleep = sleep_program();
    let tree = dir.join(format!("tree-{number}"));
    let peer = format!("attack:{}", number ^ 1);
    let stars = format!("/opt/{}", "*a".repeat(500));
    let all: [&[&str]; 9] = [
        &["check", "process", "spawn", &stars],
        &["connect many", "invalid", "200", "1"],
        &["http many", &port.to_string(), "200"],
        &["remove directory", &tree.display().to_string(), "true"],
        &["request and wait", &peer, "1000", "repeat x 1000000", "1000"],
        &["spawn with input", &sleep, "20", "20000000"],
        &["http", "get", &format!("http://127.0.0.1:{port}/endless"), ""],
        &["spawn many", &sleep, "20", "50"],
        &["long name", "15000000"],
    ];
    let all = all.map(|words| words.join("\t"));
    match env::var("ATTACK") {
        Ok(only) => vec![all[only.parse::<usize>().expect("the number of an attack")].clone()],
        Err(_) => all.to_vec(),
    }
}

fn sleep_program() -> String {
    let path = Path::new("/bin/sleep").canonicalize().expect("the path exists");
    path.to_str().expect("UTF-8").to_owned()
}

fn attacker(number: u64, dir: &Path) -> InstanceBuilder {
    let (host, probe) = &*PROBE;
    let limits = Limits { execution: Some(Duration::from_secs(5)), ..Limits::default() };
    host.instance(probe, id(&format!("attack:{number}")))
        .reach("**")
        .limits(limits)
        .log_sink(ignore)
        .allow(program(ProcessAction::Spawn, &sleep_program()))
        .allow(program(ProcessAction::Spawn, "/opt/**a**b"))
        .allow(net(NetworkAction::Http, "127.0.0.0/8", None))
        .allow(net(NetworkAction::Connect, "*.invalid", None))
        .allow(file(FilesystemAction::Delete, &format!("{}/**", dir.display())))
}

/// Attacks until it is told to stop. An attacker that ends is started again.
async fn attack(number: u64, port: u16, dir: Arc<tempfile::TempDir>, stop: Arc<AtomicBool>) -> u64 {
    let host: &Host = &PROBE.0;
    let mut times = 0;
    let path = dir.path().canonicalize().expect("the path exists");
    while !stop.load(Ordering::Relaxed) {
        let Ok(instance) = attacker(number, &path).start().await else { continue };
        for operation in attacks(number, port, &path).into_iter().cycle().skip(number as usize % 9)
        {
            if operation.starts_with("remove directory") {
                let tree = path.join(format!("tree-{number}"));
                spawn_blocking(move || fill(&tree)).await.expect("no panic");
            }
            times += 1;
            let ended =
                try_call(&instance, &[&operation]).await.is_err() && instance.end().is_some();
            if ended || stop.load(Ordering::Relaxed) {
                break;
            }
        }
        instance.stop().await;
        host.forget(instance.id());
    }
    times
}

/// Creates files for a component to remove.
fn fill(tree: &Path) {
    std::fs::create_dir_all(tree).expect("creating a directory");
    for file in 0..100 {
        std::fs::write(tree.join(file.to_string()), "").expect("writing");
    }
}

/// An HTTP server that keeps connections open, and whose answer to `/endless` has no end.
fn serve() -> u16 {
    let listener = TcpListener::bind("0.0.0.0:0").expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut buffer) {
                    if buffer[..count].starts_with(b"GET /endless") {
                        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
                        let _ = stream.write_all(head);
                        while stream.write_all(&b"1\r\nx\r\n".repeat(1000)).is_ok() {}
                        return;
                    }
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";
                    if stream.write_all(answer).is_err() {
                        return;
                    }
                }
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; run it by hand"]
async fn soak() {
    let (components, attackers) = (number("COMPONENTS", 1000), number("ATTACKERS", 10));
    let time = Duration::from_secs(number("SECONDS", 60));
    let workers = Workers::start(components - attackers).await;
    let port = serve();
    let quiet = workers.work(time / 4).await;
    let before = used();
    println!(
        "without attacks: median {:?}, 99 % {:?}; MiB, files, threads {before:?}",
        quiet.0, quiet.1
    );

    let stop = Arc::new(AtomicBool::new(false));
    let dir = Arc::new(tempfile::tempdir().expect("a temporary directory"));
    let attacks: Vec<JoinHandle<u64>> = (0..attackers)
        .map(|number| tokio::spawn(attack(number, port, dir.clone(), stop.clone())))
        .collect();
    let attacked = workers.work(time).await;
    let during = used();
    stop.store(true, Ordering::Relaxed);
    let mut times = 0;
    for attack in attacks {
        times += attack.await.expect("no panic");
    }
    println!(
        "with {times} attacks: median {:?}, 99 % {:?}; MiB, files, threads {during:?}",
        attacked.0, attacked.1
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("two seconds after: MiB, files, threads {:?}", used());
    let (sent, received) = (workers.sent.load(Ordering::Relaxed), workers.received().await);
    println!("{sent} messages sent, {received} received");
    assert_eq!(sent, received, "no message is lost");
}
