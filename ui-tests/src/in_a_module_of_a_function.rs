pub fn main() {
    mod guest {
        airssys_bindings::airssys_bindings!({ path: "ui/sound" });
    }
    mod host {
        airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host });
    }
    drop::<Option<(guest::a::sound::j::S, host::a::app::store::Error)>>(None);
}
