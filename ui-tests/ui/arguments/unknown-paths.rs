mod with {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; interface i { record r { a: u8 } f: func() -> r; } world w { export i; }",
        with: { "a:b/i": crate::missing::i },
    });
}

mod runtime {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; interface i { f: func() -> string; } world w { import i; }",
        runtime_path: "crate::no_runtime",
    });
}

mod types {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; interface i { flags f { a } m: func() -> map<u8, u8>; } world w { import i; }",
        bitflags_path: "crate::no_flags",
        map_type: "crate::NoMap",
    });
}

mod export {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b; world w { export f: func(); }",
        default_bindings_module: "crate::not_here",
    });

    struct App;

    export!(App);
}

fn main() {}
