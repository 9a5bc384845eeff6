//! Each option for hosts, in a separate module. The test is that this crate compiles.

#![allow(dead_code)]

pub mod skeletons;

/// An open item.
pub struct Item;

/// An error, or a trap.
pub struct Error;

/// All packages, without options.
pub mod plain {
    airssys_bindings::airssys_bindings!({ side: host, path: "../../../wit" });
}

/// All flags of functions.
pub mod functions {
    airssys_bindings::airssys_bindings!({
        side: host,
        world: "options",
        imports: {
            "demo:options/store.[method]item.name": async | trappable,
            "demo:options/store.[constructor]item": trappable | exact,
            "demo:options/store.[drop]item": async,
            "demo:options/store": store,
            "demo:options": tracing | verbose_tracing,
            "log": async,
            "choose": trappable,
            "[method]session.id": store,
            "[drop]session": async,
            "clock.now": async | trappable,
            "clock.[drop]timer": store,
            default: tracing,
        },
        exports: {
            "run": async,
            "shell.execute": async | store,
            "demo:options/reader.read": async,
            default: tracing,
        },
    });

    use airssys_bindings::wasmtime::component::Resource;

    /// A resource of the world itself.
    pub fn session(session: Resource<Session>) -> u32 {
        session.rep()
    }
}

/// User-defined types.
pub mod types {
    airssys_bindings::airssys_bindings!({
        side: host,
        world: "options",
        with: {
            "demo:options/store.item": super::Item,
            "session": super::Item,
            "clock.timer": super::Item,
        },
        trappable_error_type: { "demo:options/store.error" => super::Error },
        imports: { default: trappable },
        additional_derives: [PartialEq, std::hash::Hash],
    });

    impl demo::options::store::Host for () {
        fn put(
            &mut self,
            _: airssys_bindings::wasmtime::component::Resource<super::Item>,
        ) -> Result<(), super::Error> {
            Err(super::Error)
        }

        fn summarize(
            &mut self,
        ) -> airssys_bindings::wasmtime::Result<demo::options::store::Summary> {
            Ok(demo::options::store::Summary { count: 0, names: Vec::new() })
        }

        fn sort(&mut self) -> airssys_bindings::wasmtime::Result<()> {
            Ok(())
        }

        fn convert_error(
            &mut self,
            _: super::Error,
        ) -> airssys_bindings::wasmtime::Result<demo::options::store::Error> {
            Ok(demo::options::store::Error::Full)
        }
    }

    impl demo::options::store::HostItem for () {
        fn new(
            &mut self,
            _: String,
        ) -> airssys_bindings::wasmtime::Result<
            airssys_bindings::wasmtime::component::Resource<super::Item>,
        > {
            airssys_bindings::wasmtime::bail!("no items")
        }

        fn name(
            &mut self,
            _: airssys_bindings::wasmtime::component::Resource<super::Item>,
        ) -> airssys_bindings::wasmtime::Result<String> {
            Ok(String::new())
        }

        fn find(
            &mut self,
            _: String,
        ) -> Result<airssys_bindings::wasmtime::component::Resource<super::Item>, super::Error>
        {
            Err(super::Error)
        }

        fn drop(
            &mut self,
            _: airssys_bindings::wasmtime::component::Resource<super::Item>,
        ) -> airssys_bindings::wasmtime::Result<()> {
            Ok(())
        }
    }
}

/// Interfaces bound by another call.
pub mod external {
    airssys_bindings::airssys_bindings!({
        side: host,
        with: { "demo:options/store": super::types::demo::options::store },
        trappable_error_type: { "demo:options/store.error" => super::Error },
        imports: { default: trappable },
    });

    /// The types are those of the other call.
    pub fn same(
        summary: demo::options::store::Summary,
    ) -> super::types::demo::options::store::Summary {
        summary
    }
}

/// Boolean options.
pub mod switches {
    airssys_bindings::airssys_bindings!({
        side: host,
        skip_mut_forwarding_impls: true,
        require_store_data_send: true,
        anyhow: true,
        imports: { default: trappable },
        include_component_type: true,
        include_generated_code_from_file: true,
        optional_exports: true,
        debug: true,
    });

    /// The encoded worlds.
    pub const ENCODINGS: [&[u8]; 2] =
        [demo::options::options::COMPONENT_TYPE, demo::options::twice::COMPONENT_TYPE];
}

/// Imports of one interface under names that the component chooses.
pub mod named {
    airssys_bindings::airssys_bindings!({
        side: host,
        // Wasmtime's macro generates invalid code for named imports of an interface with unstable items.
        all_features: false,
        named_imports: { "demo:options/store": String },
    });

    pub use named_imports::demo::options::store::Host;
}

/// Worlds without shared types, with borrowed types.
pub mod alone {
    airssys_bindings::airssys_bindings!({
        side: host,
        share_types: false,
        ownership: Borrowing { duplicate_if_necessary: true },
    });

    pub use demo::options::options::Options;
    pub use demo::options::options::demo::options::store::Host;
    pub use demo::options::twice::Twice;
}

/// Interfaces without a world.
pub mod interfaces {
    airssys_bindings::airssys_bindings!({
        side: host,
        interfaces: "import demo:options/store@1.0.0; export demo:options/reader@1.0.0;",
    });

    pub use demo::options::store::{Host, HostItem};
    pub use exports::demo::options::reader::Guest;
}

/// A world in the macro call.
pub mod inline {
    airssys_bindings::airssys_bindings!({
        side: host,
        inline: "package a:b; world w { import f: func(); export g: func(); }",
    });

    pub use self::WImports as Functions;
}

/// Items behind a feature gate are generated, and linked on request.
pub mod gates {
    airssys_bindings::airssys_bindings!({ side: host, features: ["sorted"] });

    use airssys_bindings::wasmtime::component::{HasSelf, Linker};

    /// Links the gated functions.
    pub fn link<T: demo::options::store::Host + demo::options::reader::Host + 'static>(
        linker: &mut Linker<T>,
    ) -> airssys_bindings::wasmtime::Result<()> {
        let mut options = ImportsOptions::default();
        options.sorted(true);
        Imports::add_to_linker::<T, HasSelf<T>>(linker, &options, |state| state)
    }

    /// Uses a gated function.
    pub trait Sorts: demo::options::store::Host {
        /// Sorts.
        fn sorts(&mut self) {
            self.sort();
        }
    }
}

/// Interfaces whose functions trap, which require nothing from a host.
pub mod trapping {
    airssys_bindings::airssys_bindings!({
        side: host,
        trapping: ["demo:options/*", "!demo:options/reader"],
        imports: { default: async | trappable, "demo:options/store": store },
        exports: { default: async },
    });

    use airssys_bindings::wasmtime::Result;
    use airssys_bindings::wasmtime::component::{HasSelf, Linker};
    use demo::options::reader::{Error, Summary};
    use demo::options::twice;

    /// Implements one of the interfaces.
    pub struct Reader;

    impl demo::options::reader::Host for Reader {
        async fn read(&mut self, _: String) -> Result<Result<Vec<u8>, Error>> {
            Ok(Err(Error::Full))
        }

        async fn describe(&mut self, summary: Summary) -> Result<Summary> {
            Ok(summary)
        }
    }

    /// Links all interfaces.
    pub fn link(linker: &mut Linker<Reader>) -> Result<()> {
        let options = ImportsOptions::default();
        Imports::add_to_linker::<_, HasSelf<_>>(linker, &options, |reader| reader)
    }

    /// Links the imports of a world.
    pub fn link_world(linker: &mut Linker<Reader>) -> Result<()> {
        let options = twice::LinkOptions::default();
        twice::Twice::add_to_linker::<_, HasSelf<_>>(linker, &options, |reader| reader)
    }
}

/// Packages behind `cfg` predicates, as for guests.
pub mod cfg {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../../../wit",
        worlds: ["component", "network-component"],
        cfg: {
            "airssys:ext-network": feature = "network",
            "airssys:ext-process": feature = "process",
        },
    });

    #[cfg(not(feature = "network"))]
    pub use airssys::ext_filesystem::filesystem as network;
    #[cfg(feature = "network")]
    pub use airssys::ext_network::network;
    #[cfg(feature = "network")]
    pub use airssys::worlds::network_component::NetworkComponent;
}

/// Selected packages, and the module option.
pub mod parts {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../../../wit",
        packages: ["airssys:core-*"],
        worlds: ["component"],
        module: crate::parts::tree,
    });

    pub use tree::airssys::worlds::component::Component;
}

/// The WIT directories of WASI in Wasmtime's packages.
pub mod wasi {
    /// Version 0.2.
    pub mod p2 {
        airssys_bindings::airssys_bindings!({
            side: host,
            path: concat!(env!("WASI"), "/src/p2/wit"),
            world: "wasi:cli/command",
            imports: { default: async | trappable },
            exports: { default: async },
        });
    }

    /// Version 0.3, with functions that trap.
    pub mod p3_trapping {
        airssys_bindings::airssys_bindings!({
            side: host,
            path: concat!(env!("WASI"), "/src/p3/wit"),
            world: "wasi:cli/command",
            trapping: ["wasi:*"],
        });

        use airssys_bindings::wasmtime::Result;
        use airssys_bindings::wasmtime::component::{HasSelf, Linker};

        /// Links all interfaces for a host that implements none.
        pub fn link(linker: &mut Linker<()>) -> Result<()> {
            let options = ImportsOptions::default();
            Imports::add_to_linker::<_, HasSelf<_>>(linker, &options, |nothing| nothing)?;
            let options = LinkOptions::default();
            Command::add_to_linker::<_, HasSelf<_>>(linker, &options, |nothing| nothing)
        }
    }

    /// Version 0.3.
    pub mod p3 {
        airssys_bindings::airssys_bindings!({
            side: host,
            path: concat!(env!("WASI"), "/src/p3/wit"),
            world: "wasi:cli/command",
            imports: { default: async | trappable },
            exports: { default: async },
        });
    }
}
