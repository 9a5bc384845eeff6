airssys_bindings::airssys_bindings!({ path: "ui/sound", module: crate::bindings });

mod component {
    use crate::bindings::exports::a::sound::j::{Guest, S};

    struct Component;

    impl Guest for Component {
        fn f(s: S) -> S {
            s
        }

        fn g() {}
    }

    crate::bindings::export!(Component);
}

fn main() {}
