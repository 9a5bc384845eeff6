airssys_bindings::airssys_bindings!({ path: "ui/sound", share_types: false });

trait Both {}

impl Both for a::sound::j::S {}

impl Both for exports::a::sound::j::S {}
