//! Intersection of requested and granted permissions.

use airssys_bindings::host::capability::{
    Comparison, FilesystemAction, Grants, NetworkAction, Permission, Permissions, ProcessAction,
    RequestedPermissions,
};

use crate::support::{component, file, grants, host, program};

fn intersect(requested: Permissions, granted: &Permissions) -> Grants {
    let requested = RequestedPermissions {
        component: component(),
        filesystem: requested.filesystem,
        network: requested.network,
        process: requested.process,
    };
    Grants::new(&requested, granted).expect("valid permissions")
}

fn files(pattern: &str) -> Permissions {
    Permissions {
        filesystem: vec![file(FilesystemAction::Read, pattern)],
        ..Permissions::default()
    }
}

fn hosts(pattern: &str, port: Option<u16>) -> Permissions {
    Permissions {
        network: vec![host(NetworkAction::Connect, pattern, port)],
        ..Permissions::default()
    }
}

fn reads(grants: &Grants, path: &str) -> bool {
    grants.check(&Permission::Filesystem(file(FilesystemAction::Read, path))).allowed
}

fn connects(grants: &Grants, to: &str, port: Option<u16>) -> bool {
    grants.check(&Permission::Network(host(NetworkAction::Connect, to, port))).allowed
}

#[test]
fn requested_but_not_granted_is_denied() {
    let grants = intersect(files("/data/**"), &Permissions::default());
    assert!(!reads(&grants, "/data/a"));
    assert_eq!(grants.unmet(), [Permission::Filesystem(file(FilesystemAction::Read, "/data/**"))]);
}

#[test]
fn granted_but_not_requested_is_denied() {
    let grants = intersect(Permissions::default(), &files("/data/**"));
    assert!(!reads(&grants, "/data/a"));
    assert!(grants.filesystem().is_empty());
}

#[test]
fn narrower_of_request_and_grant_is_in_effect() {
    let grants = intersect(files("/data/**"), &files("/data/logs/*"));
    assert_eq!(grants.filesystem(), files("/data/logs/*").filesystem);
    assert!(reads(&grants, "/data/logs/a"));
    assert!(!reads(&grants, "/data/a"));

    let grants = intersect(files("/data/logs/*"), &files("/data/**"));
    assert_eq!(grants.filesystem(), files("/data/logs/*").filesystem);
    assert!(!reads(&grants, "/data/a"));
}

#[test]
fn overlapping_request_and_grant_give_nothing() {
    let grants = intersect(files("/data/a*"), &files("/data/*.txt"));
    assert!(!reads(&grants, "/data/a.txt"));
    assert_eq!(grants.unmet().len(), 1);
}

#[test]
fn comparison_gives_the_outcome_of_each_request_and_the_grants_without_effect() {
    let requested = RequestedPermissions {
        filesystem: vec![
            file(FilesystemAction::Read, "/data/**"),
            file(FilesystemAction::Read, "/etc/a*"),
            file(FilesystemAction::Delete, "/data/**"),
        ],
        network: hosts("127.0.0.1", None).network,
        ..RequestedPermissions::none(component())
    };
    let granted = Permissions {
        filesystem: vec![
            file(FilesystemAction::Read, "/data/in/*"),
            file(FilesystemAction::Read, "/data/out/*"),
            file(FilesystemAction::Write, "/data/**"),
        ],
        ..hosts("**", None)
    };
    let comparison = Comparison::new(&requested, &granted).expect("valid permissions");
    let outcomes: Vec<_> =
        comparison.requested.iter().map(|it| (it.allowed.len(), it.reason.as_str())).collect();
    let expected = [
        (2, "only a part is granted"),
        (
            0,
            "no grant covers it or is part of it; granted for this action: `/data/in/*`, `/data/out/*`",
        ),
        (0, "nothing is granted for this action"),
        (
            0,
            "no grant covers it or is part of it; granted for this action: `**`; no `*` stands for \
             ranges, loopback, private and other special addresses",
        ),
    ];
    assert_eq!(outcomes, expected);
    let without_effect = [
        Permission::Filesystem(file(FilesystemAction::Write, "/data/**")),
        Permission::Network(host(NetworkAction::Connect, "**", None)),
    ];
    assert_eq!(comparison.not_requested, without_effect);
    // The same as what is in effect.
    let grants = Grants::new(&requested, &granted).expect("valid permissions");
    let allowed: Vec<_> = comparison.requested.iter().flat_map(|it| it.allowed.clone()).collect();
    let in_effect: Vec<_> = grants.filesystem().into_iter().map(Permission::Filesystem).collect();
    assert_eq!(allowed, in_effect);
    assert_eq!(grants.unmet().len(), 3);
}

#[test]
fn grants_are_for_one_action() {
    let grants = intersect(files("/data/**"), &files("/data/**"));
    for action in [
        FilesystemAction::Write,
        FilesystemAction::Delete,
        FilesystemAction::ListDirectory,
        FilesystemAction::CreateDirectory,
    ] {
        assert!(!grants.check(&Permission::Filesystem(file(action, "/data/a"))).allowed);
    }
}

#[test]
fn decision_names_the_grant_or_the_missing_permission() {
    let grants = intersect(files("/data/**"), &files("/data/**"));
    let needed = Permission::Filesystem(file(FilesystemAction::Read, "/data/a"));
    let decision = grants.check(&needed);
    let grant = Permission::Filesystem(file(FilesystemAction::Read, "/data/**"));
    assert_eq!(decision.grant, Some(grant));

    let decision = grants.check(&Permission::Filesystem(file(FilesystemAction::Read, "/etc/a")));
    assert_eq!(decision.into_result(), Err("missing permission: filesystem: read `/etc/a`".into()));
}

#[test]
fn pattern_is_granted_if_one_permission_covers_it() {
    let grants = intersect(files("/data/**"), &files("/data/**"));
    assert!(reads(&grants, "/data/logs/**"));
    assert!(reads(&grants, "/data/*.txt"));
    assert!(!reads(&grants, "/**"));
    assert!(!reads(&grants, "/data*"));
}

#[test]
fn paths_with_parent_segments_are_denied() {
    let grants = intersect(files("/data/**"), &files("/data/**"));
    for path in ["/data/../etc/passwd", "/data/a/../b", "data/a", "/data/a\0b", ""] {
        assert!(!reads(&grants, path), "{path:?}");
    }
}

#[test]
fn port_of_the_grant_applies() {
    let grants = intersect(hosts("a.test", None), &hosts("*.test", Some(443)));
    assert_eq!(grants.network(), hosts("a.test", Some(443)).network);
    assert!(connects(&grants, "a.test", Some(443)));
    assert!(!connects(&grants, "a.test", Some(80)));
    assert!(!connects(&grants, "a.test", None));
}

#[test]
fn wildcard_grant_excludes_requested_special_addresses() {
    for address in ["127.0.0.1", "10.0.0.0/8", "localhost", "::1", "169.254.169.254"] {
        let grants = intersect(hosts(address, None), &hosts("**", None));
        assert!(grants.network().is_empty(), "{address}");
    }
    let grants = intersect(hosts("*", None), &hosts("127.0.0.1", None));
    assert!(connects(&grants, "127.0.0.1", Some(80)));
    assert!(connects(&grants, "::ffff:127.0.0.1", Some(80)));
    assert!(!connects(&grants, "127.0.0.2", Some(80)));
}

#[test]
fn names_are_normalized_before_matching() {
    let grants = intersect(hosts("*.Example.TEST", None), &hosts("**", None));
    assert!(connects(&grants, "A.example.test.", Some(1)));
    assert!(!connects(&grants, "example.test", Some(1)));
    assert!(!connects(&grants, "a.example.test.evil", Some(1)));
}

#[test]
fn programs_are_granted_by_name_or_path() {
    let process = vec![
        program(ProcessAction::Spawn, "git"),
        program(ProcessAction::Kill, "/usr/bin/*"),
        program(ProcessAction::ReadEnvironment, "APP_*"),
    ];
    let grants = grants(Permissions { process, ..Permissions::default() });
    let allowed =
        |action, command| grants.check(&Permission::Process(program(action, command))).allowed;
    assert!(allowed(ProcessAction::Spawn, "git"));
    assert!(!allowed(ProcessAction::Spawn, "/tmp/git"));
    assert!(!allowed(ProcessAction::Spawn, "git-upload-pack"));
    assert!(allowed(ProcessAction::Kill, "/usr/bin/git"));
    assert!(!allowed(ProcessAction::Kill, "/usr/bin/a/b"));
    assert!(allowed(ProcessAction::ReadEnvironment, "APP_HOME"));
    assert!(!allowed(ProcessAction::ReadEnvironment, "HOME"));
}

#[test]
fn invalid_patterns_are_errors() {
    for pattern in ["data/**", "*", "", "/data/", "/a//b", "/data/../etc", "/./a", "/a\0"] {
        let requested = RequestedPermissions {
            filesystem: files(pattern).filesystem,
            ..RequestedPermissions::none(component())
        };
        let error = Grants::new(&requested, &Permissions::default());
        let error = error.expect_err(pattern).to_string();
        assert!(error.contains("test:subject@1.0.0"), "{error}");
    }
    for pattern in ["http://example.com", "a/8", "", "b\u{fc}cher.test"] {
        let requested = RequestedPermissions {
            network: hosts(pattern, None).network,
            ..RequestedPermissions::none(component())
        };
        assert!(Grants::new(&requested, &Permissions::default()).is_err(), "{pattern}");
    }
}
