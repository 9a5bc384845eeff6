//! The source of macro calls.

use airssys_bindings_codegen::request::Side;
use wit_parser::PackageId;
use wit_parser::Resolve;

use super::Case;
use super::case::{world_name, worlds};

/// A macro call in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call(pub String);

impl Call {
    /// Returns the call of `airssys_bindings!` for a case.
    #[must_use]
    pub fn ours(case: &Case) -> Self {
        let path = &case.root.absolute;
        let world = world_option(case.world.as_deref());
        let side = if case.host { "side: host" } else { "stubs" };
        Self(format!(
            "airssys_bindings::airssys_bindings!({{ path: {path:?}, {side}, {world} }});\n"
        ))
    }

    /// Returns the calls of the original macro for a case: it binds one world, so a whole directory needs a call for
    /// each of its worlds, and for a world that imports its interfaces.
    #[must_use]
    pub fn original(case: &Case) -> Vec<Self> {
        let Some((resolve, main)) = case.root.parse(case.side()) else { return Vec::new() };
        if let Some(world) = &case.world {
            return vec![Self::to_original(case, &world_option(Some(world)))];
        }
        let worlds = worlds(&resolve, main).into_iter();
        let worlds = worlds.map(|world| world_option(Some(&world_name(&resolve, world))));
        let interfaces = interfaces(&resolve, main);
        worlds.chain(interfaces).map(|options| Self::to_original(case, &options)).collect()
    }

    fn to_original(case: &Case, options: &str) -> Self {
        let path = &case.root.absolute;
        Self(match case.side() {
            Side::Guest => format!(
                "wit_bindgen::generate!({{ path: {path:?}, generate_all, stubs, runtime_path: \"wit_bindgen::rt\", \
                 {options} }});\n"
            ),
            Side::Host => {
                format!("wasmtime::component::bindgen!({{ path: {path:?}, {options} }});\n")
            }
        })
    }
}

fn world_option(world: Option<&str>) -> String {
    world.map(|world| format!("world: {world:?},")).unwrap_or_default()
}

/// Returns the options that bind the interfaces of the main package, if it has any.
fn interfaces(resolve: &Resolve, main: PackageId) -> Option<String> {
    let package = &resolve.packages[main];
    let imports = package.interfaces.keys();
    let imports: Vec<_> =
        imports.map(|name| format!("import {};", package.name.interface_id(name))).collect();
    let inline = format!("package whole:directory; world whole {{ {} }}", imports.join(" "));
    (!imports.is_empty()).then(|| format!("inline: {inline:?}, world: \"whole:directory/whole\","))
}
