mod bindings {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; world w { export f: func(); }",
    });
}

struct App;

impl bindings::Guest for App {
    fn f() {}
}

bindings::export!(App);

mod inner {
    struct Other;

    crate::bindings::a::b::w::export!(Other);
}

fn main() {}
