airssys_bindings::airssys_bindings!({ path: "ui/names/glob-of-an-invalid-interface" });

use a::shop::orders::*;

fn order(order: Order) -> u32 {
    place(&order)
}

fn main() {
    order(Order { id: 1 });
}
