airssys_bindings::airssys_bindings!({ path: "ui/sound", skip: ["g"] });
