//! Types of the exported lifecycle are the same in the tree and in the exports of every world.

use crate::project::airssys::core_component::component_lifecycle as tree;
use crate::project::airssys::worlds;

macro_rules! same_in {
    ($($world:ident),*) => {
        $(const _: () = {
            use worlds::$world::exports::airssys::core_component::component_lifecycle as exported;

            let _: fn(tree::ComponentConfig) -> exported::ComponentConfig = |config| config;
            let _: fn(tree::ResourceLimits) -> exported::ResourceLimits = |limits| limits;
            let _: fn(tree::ExecutionContext) -> exported::ExecutionContext = |context| context;
            let _: fn(tree::ComponentMetadata) -> exported::ComponentMetadata = |metadata| metadata;
        };)*
    };
}

same_in!(component, filesystem_component, network_component, process_component, full);
