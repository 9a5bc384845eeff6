airssys_bindings::airssys_bindings!({ path: "ui/sound" });

pub fn main() {
    let panic = std::panic::catch_unwind(a::sound::j::g).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "`g` of `a:sound/j` was called outside of a component, where nothing implements it\n  \
         = help: call it in a unit test with a mock, or set the option `mocks: true` and install one here"
    );
}
