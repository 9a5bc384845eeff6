airssys_bindings::airssys_bindings!({ path: "ui/sound", raw_strings });

fn say() {
    log(b"bytes");
}
