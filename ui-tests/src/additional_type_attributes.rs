airssys_bindings::airssys_bindings!({ path: "ui/sound", additional_type_attributes: { "a:sound/j/s": [#[derive(PartialEq)]] } });

fn same(s: a::sound::j::S, t: a::sound::j::S) -> bool {
    s == t
}
