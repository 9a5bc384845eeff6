//! What is granted, what is denied, and how it is told.

use airssys_bindings::host::{
    End, FilesystemAction, NetworkAction, Permissions, ProcessAction, RequestedPermissions,
    StartError, Ungranted,
};

use super::{ask, file, id, net, probe, program, start, told, trace, traced};

#[tokio::test]
async fn without_a_grant_every_function_of_every_extension_answers_permission_denied() {
    let it = start("permissions-none:probe").await;
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
    for call in calls {
        let answer = ask(&it, call).await;
        assert!(answer.contains("Error::PermissionDenied("), "{call:?}: {answer}");
    }
    for kind in ["files", "network", "processes"] {
        assert_eq!(ask(&it, &[&format!("granted for {kind}")]).await, "[]");
    }
}

#[tokio::test]
async fn by_choice_a_call_without_a_grant_traps_with_its_name() {
    for (call, name) in [
        (["exists", "/etc/passwd"], "airssys:ext-filesystem/filesystem#exists"),
        (["resolve", "example.com"], "airssys:ext-network/network#resolve-host"),
        (["environment", "PATH"], "airssys:ext-process/process#get-environment-variable"),
    ] {
        let it = probe("permissions-trap:probe").ungranted(Ungranted::Trap).start().await;
        let it = it.expect("it starts");
        assert_eq!(ask(&it, &["echo", "hi"]).await, "hi");
        assert!(told(&it, &call).await.is_err());
        let Some(End::Trapped(why)) = it.end() else { panic!("{:?}", it.end()) };
        assert!(why.contains(name), "{why}");
    }
}

#[tokio::test]
async fn a_grant_holds_only_for_what_was_requested() {
    let id = id("permissions-meet:probe");
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
    let it = probe("permissions-meet:probe").requested(requested).granted(granted);
    let it = it.start().await.expect("it starts");
    let check = async |action, path| ask(&it, &["check", "filesystem", action, path]).await;
    assert_eq!(check("read", "/data/in/a").await, "PermissionResult::Granted");
    assert!(check("read", "/data/out/a").await.starts_with("PermissionResult::Denied("));
    assert!(check("write", "/data/in/a").await.starts_with("PermissionResult::Denied("));
    let granted = ask(&it, &["granted for files"]).await;
    assert!(granted.contains("/data/in/*") && !granted.contains("/data/**"), "{granted}");
}

#[tokio::test]
async fn what_the_component_asked_for_is_told_to_others() {
    let requested = RequestedPermissions {
        network: vec![net(NetworkAction::Http, "*.example.com", Some(443))],
        ..RequestedPermissions::none(id("permissions-told:asks"))
    };
    let _asks = probe("permissions-told:asks").requested(requested).start().await;
    let other = start("permissions-told:other").await;
    let info = ask(&other, &["component", "permissions-told:asks"]).await;
    assert!(info.contains("*.example.com") && info.contains("Some(443)"), "{info}");
}

#[tokio::test]
async fn permissions_that_cannot_be_are_refused_before_the_start() {
    let wrong = probe("permissions-wrong:probe").allow(file(FilesystemAction::Read, "data/**"));
    let error = wrong.start().await.expect_err("the pattern is relative");
    assert!(matches!(error, StartError::InvalidPermission(_)), "{error}");
    let of_another = RequestedPermissions::none(id("somebody:else"));
    let error = probe("permissions-wrong:probe").requested(of_another).start().await.err();
    assert_eq!(error, Some(StartError::OtherComponent(id("somebody:else"))));
    let error = probe("permissions-wrong:probe").reach("").start().await.err();
    assert!(matches!(error, Some(StartError::InvalidReach { .. })), "{error:?}");
}

#[tokio::test]
async fn a_check_answers_what_the_next_call_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("it is there");
    let root = root.to_str().expect("UTF-8");
    std::fs::write(format!("{root}/granted"), "hi").expect("writing");
    std::fs::write(format!("{root}/other"), "hi").expect("writing");
    std::os::unix::fs::symlink("other", format!("{root}/link")).expect("linking");
    let (granted, link) = (format!("{root}/granted"), format!("{root}/link"));
    let it = probe("permissions-check:probe")
        .allow(file(FilesystemAction::Read, &granted))
        .allow(file(FilesystemAction::Read, &link))
        .allow(net(NetworkAction::Resolve, "localhost", None))
        .allow(program(ProcessAction::Spawn, "/bin/true"))
        .allow(program(ProcessAction::ReadEnvironment, "PATH"));
    let it = it.start().await.expect("it starts");
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
    for (check, call) in cases {
        let checked = ask(&it, check).await == "PermissionResult::Granted";
        let called = !ask(&it, call).await.contains("PermissionDenied");
        assert_eq!(checked, called, "{call:?}");
        answers[usize::from(checked)] += 1;
    }
    assert!(answers.iter().all(|&count| count >= 3), "both answers were asked for: {answers:?}");
}

#[tokio::test]
async fn every_decision_is_traced_with_who_what_and_which_grant() {
    trace();
    let it = probe("permissions-traced:probe").allow(file(FilesystemAction::Read, "/data/**"));
    let it = it.start().await.expect("it starts");
    ask(&it, &["exists", "/data/here"]).await;
    ask(&it, &["delete file", "/data/here"]).await;
    ask(&it, &["send", "nowhere:nobody", "hi"]).await;
    let lines = traced("permissions-traced:probe@1.0.0");
    let decision = |parts: &[&str]| {
        let found = lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "{parts:?} in {lines:#?}");
    };
    decision(&["airssys::capability", "allowed", "read `/data/here`", "read `/data/**`"]);
    decision(&["airssys::capability", "denied", "delete `/data/here`"]);
    decision(&["airssys::capability", "denied", "nowhere:nobody"]);
}
