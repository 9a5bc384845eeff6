airssys_bindings::airssys_bindings!({
    inline: "package a:b; world w { export f: func(); export g: func(); }",
});

export!(App);

fn main() {}
