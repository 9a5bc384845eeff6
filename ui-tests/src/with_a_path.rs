airssys_bindings::airssys_bindings!({ path: "ui/sound", with: { "a:sound/j/s": crate::with_a_path::S } });

#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct S {
    pub x: u32,
}
