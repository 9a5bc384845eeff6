airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "module", module: crate::module::bindings });

mod component {
    use crate::module::bindings::exports::a::sound::j::{Guest, S};

    struct Component;

    impl Guest for Component {
        fn f(s: S) -> S {
            s
        }

        fn g() {}
    }

    crate::module::bindings::export!(Component);
}
