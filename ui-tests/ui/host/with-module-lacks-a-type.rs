mod theirs {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b; interface types { record price { amount: u32 } } world w { import types; }",
    });
}
use theirs::a::b::types as mine;

airssys_bindings::airssys_bindings!({
    side: host,
    inline: "package a:b;
        interface types { record fault { code: u32 } record price { amount: u32 } }
        interface shop { use types.{fault, price}; order: func() -> fault; pay: func(price: price); }
        world w { import shop; }",
    with: { "a:b/types": crate::mine },
});

fn main() {}
