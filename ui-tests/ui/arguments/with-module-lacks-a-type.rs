mod mine {
    pub type Names = Vec<String>;
}

airssys_bindings::airssys_bindings!({
    inline: "package a:b;
        interface types { type names = list<string>; record fault { names: names } }
        interface shop { use types.{fault, names}; order: func(names: names) -> fault; }
        world w { import shop; }",
    with: { "a:b/types": crate::mine },
});

fn main() {}
