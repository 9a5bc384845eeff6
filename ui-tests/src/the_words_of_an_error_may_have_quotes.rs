const QUOTED: &str = r#"is "broken" \ was"#;

mod guest {
    airssys_bindings::airssys_bindings!({ path: "ui/quoted" });
}

mod host {
    airssys_bindings::airssys_bindings!({ path: "ui/quoted", side: host });
}

pub fn main() {
    assert_eq!(guest::quoted::docs::store::Reason::Broken.message(), QUOTED);
    assert_eq!(host::quoted::docs::store::Reason::Broken.message(), QUOTED);
}
