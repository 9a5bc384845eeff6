//! A load test: many components on one host send messages to each other.
//!
//! The environment variables `COMPONENTS` and `MESSAGES` set how many; the measurements are printed.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use airssys_bindings::host::{Host, HostBuilder, Instance, Limits, LogEntry};
use airssys_bindings_tests::guest::Guest;

use super::id;

/// The number of tokens that each component sends.
const TOKENS: u64 = 4;

fn number(variable: &str, default: u64) -> u64 {
    let given = env::var(variable).ok();
    given.map_or(default, |text| text.parse().expect("a number"))
}

/// Returns a field of `/proc/self/status` in MiB.
fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix(line))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib >> 10)
}

async fn relays(host: &Host, count: u64) -> Vec<Instance> {
    let relay = Guest::named("relay").build().expect("the relay compiles");
    let program = host.compile(relay.bytes()).expect("the component exports the lifecycle");
    let queue = usize::try_from(count * TOKENS).expect("a small number");
    let limits = Limits { queue, memory: Some(4 << 20), ..Limits::default() };
    let mut all = Vec::new();
    for own in 0..count {
        let instance = host
            .instance(&program, id(&format!("relay:{own}")))
            .config_data(format!("{own} {count}"))
            .reach("relay:*@*")
            .limits(limits.clone());
        all.push(instance.start().await.expect("the instance starts"));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_between_many_components_are_neither_lost_nor_reordered() {
    let components = number("COMPONENTS", 100);
    let each = number("MESSAGES", 20_000) / (components * TOKENS);
    let ended = Arc::new(AtomicU64::new(0));
    let count = ended.clone();
    let host = HostBuilder::new().log_sink(move |_: &LogEntry<'_>| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let host = host.build().expect("Wasmtime works here");
    let began = Instant::now();
    let all = relays(&host, components).await;
    let (started, before) = (began.elapsed(), memory("VmRSS:"));

    let began = Instant::now();
    for instance in &all {
        instance.execute(format!("start {TOKENS} {each}")).await.expect("the request is sent");
    }
    while ended.load(Ordering::Relaxed) < components * TOKENS {
        assert!(began.elapsed() < Duration::from_secs(600), "tokens were lost");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let took = began.elapsed();

    let mut sums = [0; 4];
    for instance in &all {
        let report = instance.execute("report").await.expect("the component reports");
        let report = String::from_utf8(report).expect("UTF-8");
        for (sum, part) in sums.iter_mut().zip(report.split(' ')) {
            *sum += part.parse::<u64>().expect("a number");
        }
    }
    let messages = components * TOKENS * each;
    println!(
        "{components} components, {messages} messages: started in {started:?}, sent in {took:?}, \
         {:.0} a second, memory {before:?} MiB before, {:?} MiB after, {:?} MiB at most",
        messages as f64 / took.as_secs_f64(),
        memory("VmRSS:"),
        memory("VmHWM:"),
    );
    // Sent, received, out of order, rejected.
    assert_eq!(sums, [messages, messages, 0, 0]);
}
