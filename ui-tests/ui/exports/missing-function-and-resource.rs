airssys_bindings::airssys_bindings!({ path: "ui/exports/missing-function-and-resource" });

struct Till;

struct Receipt;

impl exports::shop::till::till::Guest for Till {
    type Receipt = Receipt;

    fn open() {}
}

export!(Till);

fn main() {}
