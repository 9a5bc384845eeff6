airssys_bindings::airssys_bindings!({
    inline: "package a:b; world one { export f: func(); } world two { export g: func(); }",
});

struct App;

export!(App);

fn main() {}
