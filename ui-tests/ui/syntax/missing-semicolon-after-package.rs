airssys_bindings::airssys_bindings!({ path: "ui/syntax/missing-semicolon-after-package" });

use a::b::i;

fn main() {}
