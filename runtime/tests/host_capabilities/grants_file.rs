//! Grants files and requested permissions in TOML: what is read, and the messages about mistakes.

use std::time::Duration;

use airssys_bindings::host::{
    ComponentId, FilesystemAction, GrantsFile, GrantsFileError, Limits, Mistake, NetworkAction,
    ProcessAction, RequestedPermissions,
};

use crate::support::{file, host, program};

fn parse(source: &str) -> Result<GrantsFile, GrantsFileError> {
    GrantsFile::parse("grants.toml", source)
}

fn printer(version: &str) -> ComponentId {
    ComponentId::new("acme", "printer", version)
}

#[test]
fn permissions_reach_and_limits_are_read() {
    let source = r#"
        ["acme:printer@1.4.0"]
        reach = ["acme:*@*"]
        network = [
            { action = "http", host-pattern = "*.example.com", port = 443 },
            { action = "resolve", host-pattern = "a.test" },
        ]

        [["acme:printer@1.4.0".filesystem]]
        action = "list-directory"
        path-pattern = "/invoices/**"

        [["acme:printer@1.4.0".process]]
        action = "read-environment"
        command-pattern = "APP_*"

        ["acme:printer@1.4.0".limits]
        max-memory-bytes = 1_000_000
        max-execution-ms = 500
        max-queued-messages = 7
    "#;
    let grants = parse(source).expect("a valid file");
    let grants = grants.get(&printer("1.4.0")).expect("the component is in the file");
    assert_eq!(
        grants.permissions.filesystem,
        [file(FilesystemAction::ListDirectory, "/invoices/**")]
    );
    let network = [
        host(NetworkAction::Http, "*.example.com", Some(443)),
        host(NetworkAction::Resolve, "a.test", None),
    ];
    assert_eq!(grants.permissions.network, network);
    assert_eq!(grants.permissions.process, [program(ProcessAction::ReadEnvironment, "APP_*")]);
    assert_eq!(grants.reach, ["acme:*@*"]);
    let limits = Limits {
        memory: Some(1_000_000),
        execution: Some(Duration::from_millis(500)),
        queue: 7,
        ..Limits::default()
    };
    assert_eq!(grants.limits, limits);
}

#[test]
fn table_for_a_version_precedes_that_for_all_versions() {
    let source = r#"
        ["acme:printer"]
        reach = ["**"]
        ["acme:printer@2.0.0"]
    "#;
    let grants = parse(source).expect("a valid file");
    let reach = |id| grants.get(&id).map(|grants| grants.reach.len());
    assert_eq!(reach(printer("1.0.0")), Some(1));
    assert_eq!(reach(printer("2.0.0")), Some(0));
    assert_eq!(reach(ComponentId::new("acme", "scanner", "1.0.0")), None);
    assert_eq!(parse("").expect("an empty file").get(&printer("1.0.0")), None);
}

#[test]
fn mistakes_are_shown_with_their_lines() {
    let source =
        "[\"acme:printer\"]\nfilesystem = [{ action = \"read\", path-pattern = \"data/**\" }]";
    let expected = "the pattern matches no absolute path; write `/data/**`
 --> grants.toml:2:49
  |
2 | filesystem = [{ action = \"read\", path-pattern = \"data/**\" }]
  |                                                 ^^^^^^^^^ invalid pattern";
    assert_eq!(parse(source).expect_err("an invalid pattern").to_string(), expected);

    let cases = [
        (
            "file-system = []",
            (2, 1),
            "unknown field `file-system`, expected one of `filesystem`, `network`, `process`, `reach`, `limits`",
        ),
        (
            r#"filesystem = [{ action = "reed", path-pattern = "/a" }]"#,
            (2, 26),
            "unknown variant `reed`, expected one of `read`, `write`, `delete`, `list-directory`, `create-directory`",
        ),
        (r#"filesystem = [{ action = "read" }]"#, (2, 15), "missing field `path-pattern`"),
        (
            r#"network = [{ action = "http", host-pattern = "a.test:80" }]"#,
            (2, 46),
            "the pattern matches no host; write a port in `port`",
        ),
        (
            r#"network = [{ action = "http", host-pattern = "a", port = 70000 }]"#,
            (2, 58),
            "invalid value: integer `70000`, expected u16",
        ),
        (
            r#"reach = ["acme"]"#,
            (2, 10),
            "the pattern matches no component; ids have the form `namespace:name@version`",
        ),
        (
            "limits.max-memory = 1",
            (2, 8),
            "unknown field `max-memory`, expected one of `max-memory-bytes`, `max-execution-ms`",
        ),
        ("[printer]", (2, 2), "`printer` is not a component"),
        (r#"["acme:printer]"#, (2, 16), "unclosed table, expected `]`"),
    ];
    for (line, (row, column), message) in cases {
        let error = parse(&format!("[\"acme:printer\"]\n{line}")).expect_err(line).to_string();
        assert!(error.starts_with(message), "{error}");
        assert!(error.contains(&format!(" --> grants.toml:{row}:{column}\n")), "{error}");
    }
}

#[test]
fn all_invalid_patterns_of_a_file_are_reported() {
    let source = "[\"a:b\"]\nreach = [\"nonsense pattern\"]\nprocess = [{ action = \"spawn\", command-pattern = \"bin/git\" }]\n[c]\n";
    let Err(GrantsFileError::Invalid { mistakes, rendered }) = parse(source) else {
        panic!("the file is invalid")
    };
    let positions: Vec<_> =
        mistakes.iter().map(|Mistake { line, column, .. }| (*line, *column)).collect();
    assert_eq!(positions, [(2, 10), (3, 50), (4, 2)]);
    assert_eq!(rendered.matches("error: ").count(), 2, "{rendered}");
}

#[test]
fn requested_permissions_are_written_like_grants() {
    let source = r#"
        component = "acme:printer@1.4.0"
        filesystem = [{ action = "read", path-pattern = "/invoices/**" }]
    "#;
    let requested = RequestedPermissions::parse("requested.toml", source).expect("a valid source");
    assert_eq!(requested.component, printer("1.4.0"));
    assert_eq!(requested.filesystem, [file(FilesystemAction::Read, "/invoices/**")]);
}

#[test]
fn requested_permissions_are_limited_and_escaped() {
    let request = |source: &str| {
        RequestedPermissions::parse("requested.toml", source)
            .expect_err("an invalid source")
            .to_string()
    };
    assert!(request("filesystem = []").contains("missing field `component`"));
    assert!(request("component = \"acme:printer\"").contains("`namespace:name@version`"));
    assert!(request("component = \"a:b@1\"\nreach = []").contains("unknown field `reach`"));
    let many = "{ action = \"spawn\", command-pattern = \"x\" },".repeat(257);
    let many = request(&format!("component = \"a:b@1\"\nprocess = [{many}]"));
    assert!(many.starts_with("more than 256 permissions are requested"), "{many}");
    assert!(request(&"#".repeat(1 << 17)).contains("the limit of 65536 bytes"));
    let nested = format!("a = {}", "[".repeat(60_000));
    assert!(request(&nested).len() < 1 << 18);
    let forged = request("component = \"a\\nforged\\u001b[31m\"");
    assert!(forged.lines().all(|line| !line.starts_with("forged")), "{forged}");
    assert!(!forged.contains('\u{1b}'), "{forged}");
}

#[test]
fn missing_file_is_named() {
    let error = GrantsFile::read("no/such/grants.toml").expect_err("no file").to_string();
    assert!(error.starts_with("cannot read the grants file `no/such/grants.toml`"), "{error}");
}
