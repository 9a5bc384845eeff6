airssys_bindings::airssys_bindings!("sound" in "ui/sound");
