mod one {
    airssys_bindings::airssys_bindings!({
        inline: "package a:b@1.0.0; interface i { @unstable(feature = fancy) f: func(); }",
        path: "ui/sound",
        features: ["fancy"],
    });

    pub(super) use self::a::b::i::f;
}

mod all {
    airssys_bindings::airssys_bindings!({ path: "ui/sound", all_features: true });
}

fn call() {
    one::f();
}
