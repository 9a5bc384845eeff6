//! Components and core modules as sources: their worlds are instantiated by hosts, and guests import what they export.

use std::borrow::Cow;

use super::directory::Directory;
use airssys_bindings_codegen::request::Side;
use wasm_encoder::{ComponentBuilder, ComponentExportKind, CustomSection, Encode as _, SectionId};
use wit_bindgen_core::wit_parser::{ManglingAndAbi, Resolve};
use wit_component::{ComponentEncoder, StringEncoding};

const TYPES: &str = "package shop:types@1.0.0;\ninterface types {\n  record order { number: u64 }\n  \
    type unused = u8;\n}\n";

/// A component with each kind of import and export.
const PLUGIN: &str = "package shop:plugin@1.0.0;
interface log { write: func(line: string); }
interface prices {
    use shop:types/types@1.0.0.{order};
    resource cart { constructor(); add: func(order: order) -> result<u32, string>; }
    price: func(order: order) -> u32;
}
world plugin {
    import log;
    import now: func() -> u64;
    export prices;
    export rebates: interface { rebate: func(percent: u8) -> u32; }
    export run: func(name: string) -> string;
}\n";

const APP: &str = "package shop:app;\nworld app {\n  import shop:plugin/prices@1.0.0;\n  \
    export total: func() -> u32;\n}\n";

/// Compiles the world of the last package to a core module whose functions trap, as `cargo build` leaves it.
fn module(packages: &[&str], world: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let ids = packages.iter().map(|text| resolve.push_str("a.wit", text).expect("valid WIT"));
    let last = ids.collect::<Vec<_>>().pop().expect("a package");
    let world = resolve.select_world(&[last], Some(world)).expect("a world");
    let mut module = wit_component::dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    wit_component::embed_component_metadata(
        &mut module,
        &resolve,
        world,
        StringEncoding::UTF8,
        false,
    )
    .expect("a valid world");
    module
}

fn component(packages: &[&str], world: &str) -> Vec<u8> {
    let module = module(packages, world);
    let mut encoder = ComponentEncoder::default();
    let encoder = encoder.module(&module).expect("a valid module");
    encoder.encode().expect("a valid component")
}

fn plugin() -> Vec<u8> {
    component(&[TYPES, PLUGIN], "plugin")
}

/// Appends documentation, which WebAssembly tools keep in a custom section.
fn with_docs(mut component: Vec<u8>) -> Vec<u8> {
    let data = br#"{"worlds":{"root":{"docs":"Prices of the shop.","func_exports":{"run":{"docs":"Runs it."}}}}}"#;
    let data = Cow::from([&[1], &data[..]].concat());
    let section = CustomSection { name: "package-docs".into(), data };
    component.push(SectionId::Custom.into());
    section.encode(&mut component);
    component
}

/// Returns a component that contains two others, of which the first supplies an interface that the second imports.
fn composed(first: &[u8], interface: &str, second: &[u8], export: &str) -> Vec<u8> {
    let mut builder = ComponentBuilder::default();
    let first = builder.component_raw(None, first);
    let second = builder.component_raw(None, second);
    let none: [(&str, ComponentExportKind, u32); 0] = [];
    let first = builder.instantiate(None, first, none);
    let shared = builder.alias_export(first, interface, ComponentExportKind::Instance);
    let arguments = [(interface, ComponentExportKind::Instance, shared)];
    let second = builder.instantiate(None, second, arguments);
    let function = builder.alias_export(second, export, ComponentExportKind::Func);
    builder.export(export, ComponentExportKind::Func, function, None);
    builder.finish()
}

/// Expands a call with roots for a host.
#[cfg(feature = "host")]
fn host(directory: Directory) -> super::directory::Expansion {
    let mut directory = directory;
    directory.request.side = Side::Host;
    directory.expand_valid()
}

#[test]
fn a_guest_imports_what_a_component_exports() {
    for file in ["wit/deps/plugin.wasm", "wit/plugin.wasm", "parts/plugin.wasm"] {
        let directory =
            Directory::new(&[("wit/app.wit", APP)]).roots(match file.starts_with("wit") {
                true => &["wit"],
                false => &["wit", "parts/plugin.wasm"],
            });
        directory.write(file, plugin());
        let expansion = directory.expand_valid();
        expansion.has(&["pub mod prices", "pub struct Cart", "pub fn price"]);
        // The imports of the component are not the guest's, nor what they alone use.
        expansion.lacks(&["pub mod log", "fn now", "Unused"]);
        // The world of the WIT sources is the only one to implement.
        expansion.has(&["pub trait Guest", "fn total"]);
        assert!(expansion.tracks(&directory.path(file)));
        let is_dependency = file.contains("deps");
        assert_eq!(expansion.0.code.to_string().contains("mod rebates"), !is_dependency, "{file}");
    }
}

#[test]
fn a_world_includes_the_world_of_a_component() {
    let app = "package shop:app;\nworld app {\n  include component:my-plugin/my-plugin;\n}\n";
    let directory = Directory::new(&[("wit/app.wit", app)]);
    directory.write("wit/deps/my_plugin.wasm", plugin());
    directory.expand_valid().has(&["fn run", "pub mod rebates"]);
}

#[test]
fn a_component_alone_is_a_root() {
    let directory = Directory::new(&[]).roots(&["plugin.wasm"]);
    directory.write("plugin.wasm", plugin());
    let expansion = directory.expand_valid();
    expansion.has(&["pub mod component", "fn run"]);
    expansion.has(&["What the component `plugin.wasm` exports."]);
    directory.write("plugin.wasm", with_docs(plugin()));
    let expansion = directory.expand_valid();
    expansion.has(&["Prices of the shop."]);
    expansion.has(&["Runs it."]);
}

#[cfg(feature = "host")]
#[test]
fn a_host_instantiates_a_component() {
    for (file, roots) in [("plugin.wasm", "plugin.wasm"), ("wit/deps/plugin.wasm", "wit")] {
        let directory = Directory::new(&[]).roots(&[roots]);
        directory.write(file, with_docs(plugin()));
        let expansion = host(directory);
        expansion.has(&["world plugin", "import now", "Runs it.", "export run", "export rebates"]);
        expansion.has(&["pub use", "Plugin"]);
    }
}

#[cfg(feature = "host")]
#[test]
fn components_beside_each_other_are_worlds_of_their_own() {
    let directory = Directory::new(&[]).roots(&["one.wasm", "two.wasm", "wit"]);
    directory.write("one.wasm", plugin());
    directory.write("two.wasm", component(&[TYPES, PLUGIN], "plugin"));
    directory.write("wit/shop.wit", PLUGIN);
    directory.write("wit/deps/types.wit", TYPES);
    let expansion = host(directory);
    for world in ["world one", "world two", "world plugin"] {
        expansion.has(&[world]);
    }
}

#[test]
fn a_core_module_has_the_world_of_its_sections() {
    let directory = Directory::new(&[("wit/app.wit", APP)]);
    directory.write("wit/deps/shop_plugin.wasm", module(&[TYPES, PLUGIN], "plugin"));
    let expansion = directory.expand_valid();
    expansion.has(&["pub mod prices", "pub fn price"]);
    expansion.lacks(&["pub mod log"]);
    // The sources of the package may be there as well: its world is not the one of the file.
    directory.write("wit/deps/plugin/plugin.wit", PLUGIN);
    directory.write("wit/deps/types/types.wit", TYPES);
    directory.expand_valid();
}

#[test]
fn a_composed_component_exports_what_it_does_not_connect() {
    let wit = "package shop:parts;\ninterface prices {\n  price: func() -> u32;\n}\n\
        world shop {\n  export prices;\n  export run: func();\n}\n\
        world app {\n  import prices;\n  export total: func() -> u32;\n}\n";
    let [shop, app] = ["shop", "app"].map(|world| component(&[wit], world));
    let directory = Directory::new(&[]).roots(&["composed.wasm"]);
    directory.write("composed.wasm", composed(&shop, "shop:parts/prices", &app, "total"));
    let expansion = directory.expand_valid();
    expansion.has(&["fn total"]);
    expansion.lacks(&["prices", "fn run"]);
}

#[test]
fn a_component_must_agree_with_the_wit_sources_of_its_packages() {
    let sources = [("wit/app.wit", APP), ("wit/deps/types/types.wit", TYPES)];
    let directory = Directory::new(&sources);
    directory.write("wit/deps/shop/plugin.wit", PLUGIN);
    directory.write("wit/deps/plugin.wasm", plugin());
    directory.expand_valid();
    directory.write("wit/deps/types/types.wit", TYPES.replace("number", "id"));
    directory.expand().reports(&[
        "package `shop:types@1.0.0` is defined more than once",
        "they differ in type `order` in interface `types`",
        "remove `wit/deps/plugin.wasm` or `wit/deps/types`",
    ]);
}

#[test]
fn components_of_one_name_are_one_package() {
    let directory = Directory::new(&[("wit/app.wit", APP)]);
    directory.write("wit/a/plugin.wasm", plugin());
    directory.write("wit/b/plugin.wasm", plugin());
    directory.expand_valid();
    let other = "package shop:other;\nworld other {\n  export run: func();\n}\n";
    directory.write("wit/b/plugin.wasm", component(&[other], "other"));
    directory.expand().reports(&[
        "package `component:plugin` is defined more than once",
        "rename `wit/b/plugin.wasm` or `wit/a/plugin.wasm`",
    ]);
}

#[test]
fn a_component_with_nothing_to_bind_is_one_error() {
    let imports = "package shop:other;\nworld other {\n  import run: func();\n}\n";
    let mut directory = Directory::new(&[]).roots(&["other.wasm"]);
    directory.write("other.wasm", component(&[imports], "other"));
    directory.expand().reports(&[
        "the component `other.wasm` cannot be bound: it exports nothing that a guest can import",
        "AB0116",
    ]);
    directory.request.side = Side::Host;
    directory.write("other.wasm", b"\0asm\x0d\0\x01\0");
    directory.expand().reports(&["it has no imports and no exports", "AB0116"]);
}

#[test]
fn a_damaged_component_is_one_error() {
    let directory = Directory::new(&[]).roots(&["plugin.wasm"]);
    let [component, module] = [plugin(), module(&[TYPES, PLUGIN], "plugin")];
    for bytes in [&component, &module] {
        directory.write("plugin.wasm", &bytes[..bytes.len() / 2]);
        directory.expand().reports(&["cannot be decoded", "or build the component again"]);
        for at in (8..bytes.len()).step_by(97) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xff;
            directory.write("plugin.wasm", damaged);
            let messages = directory.expand().messages();
            assert!(!messages.contains("AB99"), "byte {at}: {messages}");
        }
    }
}
