mod bindings {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; interface i { f: func(); g: func(); } world w { export i; }",
        module: crate::bindings::tree,
    });
}

mod app {
    pub struct App;

    crate::bindings::tree::export!(App);
}

fn main() {}
