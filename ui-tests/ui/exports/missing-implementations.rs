airssys_bindings::airssys_bindings!({ path: "ui/exports/missing-implementations" });

struct Backend;

impl exports::health::Guest for Backend {
    fn check() -> bool {
        true
    }

    fn warm_up() {}
}

export!(Backend);

fn main() {}
