use crate::{compare_sources, rendered};

#[test]
fn print() {
    let old = "package shop:api@1.0.0;

interface types {
    record money { cents: u32 }
}

interface cart {
    use types.{money};

    /// The goods.
    resource goods {
        add: func(name: string);
        clear: func();
    }

    @since(version = 1.0.0)
    total: func() -> money;
    count: func() -> u32;
}

world shop {
    import cart;
    import log: func(text: string);
    export run: func();
}
";
    let new = "package shop:api@1.1.0;

interface types {
    record money { cents: u64 }
}

interface cart {
    use types.{money};

    /// The goods.
    resource goods {
        add: func(name: string, count: u32);
    }

    count: func() -> u32;
    more: func();
}

interface other { f: func(); }

world shop {
    import cart;
    import other;
    export start: func();
}
";
    println!("{}", rendered(&compare_sources(old, new)));
}
