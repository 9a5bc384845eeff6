//! The core services except messaging: logging, time, and discovery.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use airssys_bindings::host::types::LogLevel;
use airssys_bindings::host::{End, LogEntry};

use super::{call, capture_traces, captured_lines, probe, start, try_call};

#[tokio::test]
async fn a_log_entry_reaches_the_sink_with_level_component_and_context() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    let instance = probe("core-log:probe").log_sink(move |entry: &LogEntry<'_>| {
        let text =
            format!("{} {:?} {} {:?}", entry.component, entry.level, entry.message, entry.context);
        sink.lock().expect("no panic").push(text);
    });
    let instance = instance.start().await.expect("the instance starts");
    for level in ["trace", "debug", "info", "warn", "error"] {
        call(&instance, &["log", level, "printed", "pages", "3"]).await;
    }
    let levels =
        [LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error];
    let expected =
        levels.map(|level| format!(r#"core-log:probe@1.0.0 {level:?} printed [("pages", "3")]"#));
    assert_eq!(*seen.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn log_entries_go_to_tracing_by_default() {
    capture_traces();
    let instance = start("core-tracing:probe").await;
    call(&instance, &["log", "warn", "out of paper", "tray", "2"]).await;
    let lines = captured_lines("out of paper");
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["WARN", "airssys::component", "core-tracing:probe@1.0.0", r#"("tray", "2")"#] {
        assert!(lines[0].contains(part), "{lines:?}");
    }
}

#[tokio::test]
async fn components_cannot_forge_log_lines() {
    capture_traces();
    let name = "core-forged:probe";
    let instance = start(name).await;
    let line =
        "\n2026-01-01T00:00:00Z DEBUG airssys::capability: FORGED component=a:root@1 \u{1b}[31m";
    let path = format!("/x{line}");
    let refuse = format!("refuse: {line}");
    let attempts: &[&[&str]] = &[
        &["log", "info", line, line, line],
        &["read file", &path],
        &["spawn", &path, ""],
        &["spawn", line, ""],
        &["environment", line],
        &["http", "get", line, ""],
        &["resolve", line],
        &["connect", line, "80"],
        &["check", "filesystem", "read", &path],
        &["check", "network", "http", line],
        &["check", "process", "spawn", &format!("{line}*")],
        &["send", &format!("core-forged:{line}"), "hi"],
        &["send", &format!("elsewhere:{line}"), "hi"],
        &["component", &format!("core-forged:{line}")],
        &["send", name, &refuse],
    ];
    for words in attempts {
        call(&instance, words).await;
    }
    // The last message is handled before this one.
    call(&instance, &["messages"]).await;
    let lines = captured_lines("FORGED");
    assert!(lines.len() > 10, "{lines:#?}");
    for line in &lines {
        assert!(line.contains("core-forged:probe@1.0.0"), "{line}");
        assert!(!line.starts_with("2026-01-01") && !line.contains('\u{1b}'), "{line}");
    }
    assert!(lines.iter().any(|line| line.contains("`handle-message` returned")), "{lines:#?}");
}

#[tokio::test]
async fn current_time_is_the_system_time() {
    let instance = start("core-time:probe").await;
    let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let before = seconds();
    let time = call(&instance, &["time"]).await;
    let after = seconds();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let reported: u64 =
        digits(time.split(',').next().unwrap_or_default()).parse().expect("seconds");
    assert!((before..=after).contains(&reported), "{time}");
}

#[tokio::test]
async fn sleeping_component_does_not_block_others() {
    let (sleeper, other) = (start("core-sleep:one").await, start("core-sleep:two").await);
    let began = Instant::now();
    let asleep = tokio::spawn(async move { try_call(&sleeper, &["sleep", "2000"]).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(call(&other, &["echo", "awake"]).await, "awake");
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
    assert_eq!(asleep.await.expect("no panic").as_deref(), Ok("slept"));
    assert!(began.elapsed() >= Duration::from_millis(2000), "{:?}", began.elapsed());
}

#[tokio::test]
async fn sleeping_component_can_be_stopped() {
    let instance = start("core-stop:probe").await;
    let sleeper = instance.clone();
    let asleep = tokio::spawn(async move { try_call(&sleeper, &["sleep", "20000"]).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    assert_eq!(instance.stop().await, End::Stopped);
    assert!(asleep.await.expect("no panic").is_err());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn list_components_returns_the_reach_and_the_component_itself() {
    let near = probe("core-list:near").reach("core-list-other:known@*").start().await;
    let near = near.expect("the instance starts");
    let known = start("core-list-other:known").await;
    let _unknown = start("core-list-other:unknown").await;
    let listed = call(&near, &["list components"]).await;
    assert_eq!(listed, "core-list:near@1.0.0 core-list-other:known@1.0.0");
    let listed = call(&known, &["list components"]).await;
    assert_eq!(listed, "core-list-other:known@1.0.0 core-list-other:unknown@1.0.0");
}

#[tokio::test]
async fn get_component_metadata_reports_health_and_start_time() {
    let (one, two) = (start("core-info:one").await, start("core-info:two").await);
    let info = call(&one, &["component", "core-info:two"]).await;
    assert!(info.contains("HealthStatus::Unknown"), "not asked yet: {info}");
    call(&two, &["health", "degraded"]).await;
    two.health().await.expect("the component answers");
    let info = call(&one, &["component", "core-info:two"]).await;
    assert!(info.contains("HealthStatus::Degraded") && info.contains("started-at: Some"), "{info}");
    two.stop().await;
    let info = call(&one, &["component", "core-info:two"]).await;
    assert!(info.contains("HealthStatus::Unknown") && info.contains("started-at: None"), "{info}");
    let info = call(&one, &["component", "core-info:missing"]).await;
    assert_eq!(info, "Err(MessagingError::ComponentNotFound)");
    let info = call(&one, &["component", "elsewhere:missing"]).await;
    assert!(info.starts_with("Err(MessagingError::PermissionDenied("), "{info}");
}
