airssys_bindings::airssys_bindings!({ path: "ui/sound", additional_derives: [PartialEq], additional_derives_ignore: ["s"] });
