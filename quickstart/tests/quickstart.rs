//! What the quickstart prints.

use std::process::Command;

#[test]
fn quickstart_builds_a_component_and_runs_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_quickstart")).output().expect("it starts");
    let (stdout, stderr) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    for line in [
        "the modules that the macro generates",
        "exports",
        "what the component requests and gets",
        r#"host → component  execute("world")"#,
        "component → host  log(",
        "host → component  shutdown()",
    ] {
        assert!(stdout.contains(line), "{line}\n{stdout}");
    }
}
