airssys_bindings::airssys_bindings!({ path: "ui/sound", with: { "a:sound/j": crate::with_a_module::elsewhere } });

mod elsewhere {
    #[derive(Clone, Copy, Debug)]
    pub struct S {
        pub x: u32,
    }
}
