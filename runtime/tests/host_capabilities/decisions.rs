//! The `tracing` events of decisions.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use airssys_bindings::host::capability::{FilesystemAction, TRACING_TARGET};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{directory, filesystem};

#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a string");
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TRACING_TARGET
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().expect("events").push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn events_record_component_permission_and_grant() {
    let dir = directory(&[("open/a", "text")]);
    std::os::unix::fs::symlink("../b", dir.path().join("open/link")).expect("a link");
    let files = filesystem(dir.path(), &[(FilesystemAction::Read, "/data/open/*")]);
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        assert!(files.read_file("/data/open/a").is_ok());
        assert!(files.read_file("/etc/passwd").is_err());
        assert!(files.read_file("/data/open/link").is_err());
        assert!(!files.check(FilesystemAction::Write, "/data/open/a").allowed);
    });
    let lines = events.0.lock().expect("events").clone();
    let expected = [
        "DEBUG message=allowed component=test:subject@1.0.0 permission=\"filesystem: read `/data/open/a`\" grant=\"filesystem: read `/data/open/*`\"",
        "WARN message=denied component=test:subject@1.0.0 permission=\"filesystem: read `/etc/passwd`\" reason=\"missing permission: filesystem: read `/etc/passwd`\"",
        "DEBUG message=allowed component=test:subject@1.0.0 permission=\"filesystem: read `/data/open/link`\" grant=\"filesystem: read `/data/open/*`\"",
        "WARN message=denied component=test:subject@1.0.0 permission=\"filesystem: read `/data/b`\" reason=\"missing permission: filesystem: read `/data/b`\"",
        "WARN message=denied component=test:subject@1.0.0 permission=\"filesystem: write `/data/open/a`\" reason=\"missing permission: filesystem: write `/data/open/a`\"",
    ];
    assert_eq!(lines, expected);
}
