//! Host bindings of the packages in `wit/`, generated for the world that imports all of them.

crate::airssys_bindings!({
    side: host,
    path: "wit",
    world: "full",
    imports: { default: async | trappable },
    exports: { default: async },
    with: {
        "airssys:ext-filesystem/filesystem.file": super::resources::OpenFile,
        "airssys:ext-network/network.tcp-connection": super::capability::network::TcpConnection,
        "airssys:ext-process/process.process": super::capability::process::Process,
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
