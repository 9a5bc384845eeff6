//! From the packages in `wit/` to Rust: the host's side of all of them.

airssys_bindings_macro::airssys_bindings!({
    side: host,
    path: "wit",
    world: "full",
    imports: { default: async | trappable },
    exports: { default: async },
    with: {
        "airssys:ext-filesystem/filesystem.file": super::filesystem::OpenFile,
        "airssys:ext-network/network.tcp-connection": super::network::Connection,
        "airssys:ext-process/process.process": super::process::Process,
    },
    additional_derives: [PartialEq, Eq, Hash],
});

pub use self::airssys::core_capabilities::capabilities;
pub use self::airssys::core_host::host_services;
pub use self::airssys::core_types::types;
pub use self::airssys::ext_filesystem::filesystem;
pub use self::airssys::ext_network::network;
pub use self::airssys::ext_process::process;
pub use self::exports::airssys::core_component::component_lifecycle as lifecycle;
