//! Granted and denied permissions, and the events of decisions.

use airssys_bindings::host::{
    End, FilesystemAction, GrantsFile, HostBuilder, NetworkAction, Permission, Permissions,
    ProcessAction, RequestedPermissions, StartError, Ungranted,
};
use airssys_bindings_tests::guest::Guest;

use super::{
    PROBE, call, capture_traces, captured_lines, file, id, net, probe, program, start, try_call,
};

#[tokio::test]
async fn every_extension_function_is_denied_without_a_grant() {
    let instance = start("permissions-none:probe").await;
    let calls: &[&[&str]] = &[
        &["read file", "/etc/passwd"],
        &["write file", "/tmp/x", "y"],
        &["delete file", "/tmp/x"],
        &["exists", "/etc/passwd"],
        &["stat", "/etc/passwd"],
        &["list directory", "/etc"],
        &["create directory", "/tmp/x"],
        &["remove directory", "/tmp/x", "true"],
        &["open", "/etc/passwd", "read"],
        &["open", "/tmp/x", "write", "create"],
        &["http", "get", "http://example.com/", ""],
        &["resolve", "example.com"],
        &["connect", "example.com", "80"],
        &["connect", "127.0.0.1", "22"],
        &["spawn", "/bin/true", ""],
        &["environment", "PATH"],
    ];
    for words in calls {
        let answer = call(&instance, words).await;
        assert!(answer.contains("Error::PermissionDenied("), "{words:?}: {answer}");
    }
    for kind in ["files", "network", "processes"] {
        assert_eq!(call(&instance, &[&format!("granted for {kind}")]).await, "[]");
    }
}

#[tokio::test]
async fn ungranted_call_traps_with_its_name_if_configured() {
    for (words, name) in [
        (["exists", "/etc/passwd"], "airssys:ext-filesystem/filesystem#exists"),
        (["resolve", "example.com"], "airssys:ext-network/network#resolve-host"),
        (["environment", "PATH"], "airssys:ext-process/process#get-environment-variable"),
    ] {
        let instance = probe("permissions-trap:probe").ungranted(Ungranted::Trap).start().await;
        let instance = instance.expect("the instance starts");
        assert_eq!(call(&instance, &["echo", "hi"]).await, "hi");
        assert!(try_call(&instance, &words).await.is_err());
        let Some(End::Trapped(reason)) = instance.end() else { panic!("{:?}", instance.end()) };
        assert!(reason.contains(name), "{reason}");
    }
}

#[tokio::test]
async fn grants_are_limited_to_requested_permissions() {
    let id = id("permissions-intersect:probe");
    let requested = RequestedPermissions {
        filesystem: vec![file(FilesystemAction::Read, "/data/in/*")],
        ..RequestedPermissions::none(id)
    };
    let granted = Permissions {
        filesystem: vec![
            file(FilesystemAction::Read, "/data/**"),
            file(FilesystemAction::Write, "/data/**"),
        ],
        ..Permissions::default()
    };
    let builder = probe("permissions-intersect:probe").requested(requested).granted(granted);
    let instance = builder.start().await.expect("the instance starts");
    let check = async |action, path| call(&instance, &["check", "filesystem", action, path]).await;
    assert_eq!(check("read", "/data/in/a").await, "PermissionResult::Granted");
    assert!(check("read", "/data/out/a").await.starts_with("PermissionResult::Denied("));
    assert!(check("write", "/data/in/a").await.starts_with("PermissionResult::Denied("));
    let granted = call(&instance, &["granted for files"]).await;
    assert!(granted.contains("/data/in/*") && !granted.contains("/data/**"), "{granted}");
}

#[tokio::test]
async fn requested_permissions_are_visible_to_others() {
    let requested = RequestedPermissions {
        network: vec![net(NetworkAction::Http, "*.example.com", Some(443))],
        ..RequestedPermissions::none(id("permissions-visible:requester"))
    };
    let _requester = probe("permissions-visible:requester").requested(requested).start().await;
    let other = start("permissions-visible:other").await;
    let info = call(&other, &["component", "permissions-visible:requester"]).await;
    assert!(info.contains("*.example.com") && info.contains("Some(443)"), "{info}");
}

#[tokio::test]
async fn invalid_permissions_prevent_the_start() {
    let relative = probe("permissions-wrong:probe").allow(file(FilesystemAction::Read, "data/**"));
    let error = relative.start().await.expect_err("the pattern is relative");
    assert!(matches!(error, StartError::InvalidPermission(_)), "{error}");
    let of_another = RequestedPermissions::none(id("another:component"));
    let error = probe("permissions-wrong:probe").requested(of_another).start().await.err();
    assert_eq!(error, Some(StartError::OtherComponent(id("another:component"))));
    for pattern in ["", "acme", "nonsense pattern", "acme:printer", "acme@1"] {
        let error = probe("permissions-wrong:probe").reach(pattern).start().await.err();
        assert!(matches!(error, Some(StartError::InvalidReach { .. })), "{pattern}: {error:?}");
    }
    let patterns = [
        Permission::from(file(FilesystemAction::Read, "/data/")),
        net(NetworkAction::Http, "example.com:443", None).into(),
        net(NetworkAction::Connect, "nonsense pattern", None).into(),
        program(ProcessAction::Spawn, "bin/git").into(),
        program(ProcessAction::ReadEnvironment, "A=*").into(),
    ];
    for permission in patterns {
        let error = probe("permissions-wrong:probe").allow(permission.clone()).start().await.err();
        let is_reported = matches!(error, Some(StartError::InvalidPermission(_)));
        assert!(is_reported, "{permission}: {error:?}");
    }
}

#[tokio::test]
async fn requested_permissions_travel_with_the_component_and_are_described() {
    let grants = GrantsFile::parse(
        "grants.toml",
        r#"
            ["acme:probe"]
            filesystem = [
                { action = "read", path-pattern = "/data/in/*" },
                { action = "write", path-pattern = "/data/**" },
            ]
            network = [{ action = "http", host-pattern = "**" }]
            reach = ["acme:*@*"]
            limits = { max-handles = 3 }
        "#,
    );
    let host = HostBuilder::new().grants(grants.expect("a valid file")).build();
    let host = host.expect("Wasmtime works here");
    let probe = Guest::named("probe").build().expect("the probe compiles");
    let program = host.compile(probe.bytes()).expect("the component exports the lifecycle");
    let requested = program.requested().expect("the probe requests permissions");
    assert_eq!(requested.component, id("acme:probe"));

    let description = host.describe(&program).expect("valid permissions");
    assert!(description.imports.len() >= 4, "{:?}", description.imports);
    assert!(description.imports.iter().all(|import| import.is_served), "{description}");
    let text = description.to_string();
    let imports = text.find("  imports:").expect("imports")..text.find("  allowed:").expect("it");
    let (before, after) = (&text[..imports.start], &text[imports.end..]);
    assert_eq!(before, "component acme:probe@1.0.0\n");
    let expected = "  allowed:
    network: http `*.example.com` port 443
  allowed in part:
    filesystem: read `/data/**`: only `/data/in/*`
  denied:
    process: spawn `lpr`: nothing is granted for this action
  granted but not requested, without effect:
    filesystem: write `/data/**`
  reach:
    acme:*@*
  limits:
    memory: 67108864 bytes
    one call: 30s
    one message: 1048576 bytes
    mailbox: 1024 messages, 16777216 bytes
    bytes held by the host: 67108864
    handles: 3
    outstanding requests: 1024
";
    assert_eq!(after, expected);

    // An instance gets what is described.
    let instance = host.instance(&program, id("acme:probe")).start().await;
    let instance = instance.expect("the instance starts");
    let check = async |action, path| call(&instance, &["check", "filesystem", action, path]).await;
    assert_eq!(check("read", "/data/in/a").await, "PermissionResult::Granted");
    assert!(check("read", "/data/a").await.starts_with("PermissionResult::Denied("));
    assert!(check("write", "/data/in/a").await.starts_with("PermissionResult::Denied("));
    // One under another id gets nothing.
    let other = host.instance(&program, id("acme:other")).start().await;
    let other = other.expect("the instance starts");
    assert_eq!(call(&other, &["granted for files"]).await, "[]");
}

/// Appends the custom section with requested permissions to a component.
fn with_requests(component: &[u8], requests: &str) -> Vec<u8> {
    let name = b"airssys:requested-permissions";
    let content = [&[name.len() as u8], &name[..], requests.as_bytes()].concat();
    let (low, high) = (content.len() % 128 + 128, content.len() / 128);
    assert!(high < 128, "the section needs no third byte for its size");
    [component, &[0, low as u8, high as u8], &content].concat()
}

#[tokio::test]
async fn invalid_requests_are_errors_before_the_component_starts() {
    let host = &PROBE.0;
    let relay = Guest::named("relay").build().expect("the guest compiles");
    let program = host.compile(relay.bytes()).expect("the component exports the lifecycle");
    assert_eq!(program.requested(), None);
    let description = host.describe(&program).expect("nothing is requested");
    assert!(description.component.is_none() && !description.to_string().contains("denied:"));

    let valid = with_requests(relay.bytes(), "component = \"a:relay@1.0.0\"\nnetwork = []\n");
    let program = host.compile(&valid).expect("the component exports the lifecycle");
    assert_eq!(program.requested(), Some(&RequestedPermissions::none(id("a:relay"))));

    // What several sections request is joined.
    let relative = "process = [{ action = \"spawn\", command-pattern = \"bin/git\" }]";
    let error = host.compile(&with_requests(&valid, relative)).err().expect("invalid").to_string();
    assert!(error.starts_with("the component requests invalid permissions: "), "{error}");
    assert!(error.contains(" --> airssys:requested-permissions:3:50\n"), "{error}");
}

#[tokio::test]
async fn check_permission_agrees_with_calls() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().canonicalize().expect("the path exists");
    let root = root.to_str().expect("UTF-8");
    std::fs::write(format!("{root}/granted"), "hi").expect("writing");
    std::fs::write(format!("{root}/other"), "hi").expect("writing");
    std::os::unix::fs::symlink("other", format!("{root}/link")).expect("linking");
    let (granted, link) = (format!("{root}/granted"), format!("{root}/link"));
    let builder = probe("permissions-check:probe")
        .allow(file(FilesystemAction::Read, &granted))
        .allow(file(FilesystemAction::Read, &link))
        .allow(net(NetworkAction::Resolve, "localhost", None))
        .allow(program(ProcessAction::Spawn, "/bin/true"))
        .allow(program(ProcessAction::ReadEnvironment, "PATH"));
    let instance = builder.start().await.expect("the instance starts");
    let other = format!("{root}/other");
    let cases: &[(&[&str], &[&str])] = &[
        (&["check", "filesystem", "read", &granted], &["read file", &granted]),
        (&["check", "filesystem", "read", &other], &["read file", &other]),
        (&["check", "filesystem", "read", &link], &["read file", &link]),
        (&["check", "filesystem", "read", "/etc/passwd"], &["read file", "/etc/passwd"]),
        (&["check", "filesystem", "delete", &granted], &["delete file", &granted]),
        (&["check", "network", "resolve", "localhost"], &["resolve", "localhost"]),
        (&["check", "network", "resolve", "example.com"], &["resolve", "example.com"]),
        (&["check", "network", "connect", "127.0.0.1", "9"], &["connect", "127.0.0.1", "9"]),
        (&["check", "process", "spawn", "/bin/sh"], &["spawn", "/bin/sh", ""]),
        (&["check", "process", "read-environment", "PATH"], &["environment", "PATH"]),
        (&["check", "process", "read-environment", "HOME"], &["environment", "HOME"]),
    ];
    let mut answers = [0, 0];
    for (check, words) in cases {
        let checked = call(&instance, check).await == "PermissionResult::Granted";
        let called = !call(&instance, words).await.contains("PermissionDenied");
        assert_eq!(checked, called, "{words:?}");
        answers[usize::from(checked)] += 1;
    }
    assert!(answers.iter().all(|&count| count >= 3), "the cases cover both answers: {answers:?}");
}

#[tokio::test]
async fn decisions_are_traced_with_component_permission_and_grant() {
    capture_traces();
    let builder = probe("permissions-traced:probe").allow(file(FilesystemAction::Read, "/data/**"));
    let instance = builder.start().await.expect("the instance starts");
    call(&instance, &["exists", "/data/here"]).await;
    call(&instance, &["delete file", "/data/here"]).await;
    call(&instance, &["send", "elsewhere:missing", "hi"]).await;
    let lines = captured_lines("permissions-traced:probe@1.0.0");
    let decision = |parts: &[&str]| {
        let found = lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "{parts:?} in {lines:#?}");
    };
    decision(&["airssys::capability", "allowed", "read `/data/here`", "read `/data/**`"]);
    decision(&["airssys::capability", "denied", "delete `/data/here`"]);
    decision(&["airssys::capability", "denied", "elsewhere:missing"]);
}
