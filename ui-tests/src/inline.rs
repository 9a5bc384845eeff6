airssys_bindings::airssys_bindings!({ inline: "package x:y; world w { import f: func(); }", path: "ui/sound" });

fn call() {
    f();
}
