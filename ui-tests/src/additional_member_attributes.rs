airssys_bindings::airssys_bindings!({ path: "ui/sound", additional_member_attributes: { "a:sound/j/s.x": [#[allow(dead_code)]] } });
