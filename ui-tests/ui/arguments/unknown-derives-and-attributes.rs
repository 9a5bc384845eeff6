airssys_bindings::airssys_bindings!({
    inline: "package a:b; interface i { record r { a: u8 } enum e { c } } world w { import i; }",
    additional_derives: [NotADerive, std::fmt::NotEither],
    additional_type_attributes: { "a:b/i/r": [#[not_an_attribute]] },
    additional_member_attributes: { "a:b/i/e.c": [#[derive_helper_of_nothing]] },
});

fn main() {}
