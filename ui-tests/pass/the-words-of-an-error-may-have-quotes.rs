const QUOTED: &str = r#"is "broken" \ was"#;

mod guest {
    airssys_bindings::airssys_bindings!({ inline: r#"
        package quoted:docs;

        interface store {
            /// Says `"no"`.
            enum reason {
                /// is "broken" \ was
                broken,
                lost,
            }
            get: func() -> result<u32, reason>;
        }

        world app {
            import store;
        }
    "# });
}

mod host {
    airssys_bindings::airssys_bindings!({ side: host, inline: r#"
        package quoted:docs;

        interface store {
            /// Says `"no"`.
            enum reason {
                /// is "broken" \ was
                broken,
                lost,
            }
            get: func() -> result<u32, reason>;
        }

        world app {
            import store;
        }
    "# });
}

fn main() {
    assert_eq!(guest::quoted::docs::store::Reason::Broken.message(), QUOTED);
    assert_eq!(host::quoted::docs::store::Reason::Broken.message(), QUOTED);
}
