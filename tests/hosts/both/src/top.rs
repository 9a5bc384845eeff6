//! Names at the top of hosts, and names for which `bindgen!` needs other WIT.

/// Names at the top take precedence over those of other globs.
pub mod globs {
    mod others {
        pub struct W;
        pub struct WPre;
        pub struct R;
        pub mod a {}
        pub mod exports {}
    }

    #[allow(unused_imports)]
    use others::*;

    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b;
            interface i { g: func(); }
            world w {
                record r { a: u8 }
                import h: func(x: r);
                import i;
                export i;
                export run: func();
            }",
    });

    /// Uses each name.
    pub fn run<T: a::b::i::Host + WImports>(world: &W, _: WPre<()>, record: R) -> u8 {
        let _: &exports::a::b::i::Guest = world.a_b_i();
        record.a
    }
}

/// Globs of an interface and of one that uses its types are not ambiguous.
pub mod interfaces {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b;
            interface i { use j.{r, r as q}; f: func(x: r) -> q; }
            interface j { record r { n: string } }
            world w { import i; }",
    });

    use a::b::i::*;
    use a::b::j::*;

    /// The types are the same.
    pub fn name(record: R) -> String {
        let record: Q = record;
        record.n
    }
}

/// Calls in one module, for worlds of one package, and for packages of one namespace.
pub mod calls {
    airssys_bindings::airssys_bindings!({ side: host, inline: "package one:one; world t1 { import x: func(); }" });
    airssys_bindings::airssys_bindings!({ side: host, inline: "package one:one; world t2 { import y: func(); }" });
    airssys_bindings::airssys_bindings!({ side: host, inline: "package two:two; interface i { f: func(); } world t3 { import i; }" });
    airssys_bindings::airssys_bindings!({ side: host, inline: "package three:three;
        interface i { use j.{t}; f: func() -> t; }
        interface j { record t { a: u8 } }
        world t4 { export i; }" });

    /// Uses each call.
    pub fn all<T: T1Imports + T2Imports + two::two::i::Host + three::three::j::Host>(
        _: (T1, T2, T3, T4),
    ) {
    }
}

/// Worlds with separate types are at the top, too.
pub mod separate {
    airssys_bindings::airssys_bindings!({
        side: host,
        world: "w",
        share_types: false,
        inline: "package a:b;
            interface i { record r { n: string } f: func(x: r); }
            world w { import i; export i; }",
    });

    /// Both types, and the world at its path.
    pub fn convert(record: exports::a::b::i::R, _: a::b::w::W) -> (a::b::i::R, Option<W>) {
        (record.into(), None)
    }
}

/// An alias of a primitive type as a trappable error.
pub mod alias {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package demo:errors;
            interface a { type b = u64; z: func() -> result<_, b>; }
            world w { import a; }",
        trappable_error_type: { "demo:errors/a.b" => Error },
    });

    /// The error.
    pub type Error = u32;
}

/// A world that exports a resource, and a record in an interface that uses the resource.
pub mod exported_resource {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b;
            interface x { resource r; }
            interface y { use x.{r}; record p { a: u32 } f: func(x: r, y: p); }
            world w { export x; export y; }",
    });

    /// The record is that of the tree.
    pub fn value(record: a::b::y::P) -> u32 {
        record.a
    }
}

/// `bindgen!` can generate the interface `s` as an export, but not as an import.
pub mod host_thing {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b;
            interface other { resource host-thing { get: func() -> string; } }
            interface s {
                use other.{host-thing};
                resource thing { get: func() -> string; }
                f: func(t: thing, h: host-thing);
            }
            world w { import other; export s; }",
    });

    /// The export.
    pub fn export(world: &W) -> &exports::a::b::s::Guest {
        world.a_b_s()
    }
}

/// A world with the name of a keyword that cannot be escaped.
pub mod self_world {
    airssys_bindings::airssys_bindings!({ side: host, inline: "package a:b; world self { import f: func(); }" });

    pub use SelfWorldImports as Imports;
}
