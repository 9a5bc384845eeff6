airssys_bindings::airssys_bindings!({ path: "ui/host/gated", side: host, cfg: { "a:p1": feature = "a", "a:p2": feature = "b", "a:p3": feature = "c", "a:p4": feature = "d", "a:p5": feature = "e" } });

fn main() {}
