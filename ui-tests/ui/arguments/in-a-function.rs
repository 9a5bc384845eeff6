fn main() {
    airssys_bindings::airssys_bindings!({ path: "ui/sound" });
}
