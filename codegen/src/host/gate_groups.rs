//! Groups the interfaces of the tree by their gates: each group is one call of `bindgen!`.

use crate::wit_parser::{InterfaceId, Resolve};

use crate::plan::Plan;

/// The groups, each after the groups whose interfaces it uses.
pub(super) struct Groups(pub(super) Vec<Group>);

/// Interfaces behind the same `#[cfg(…)]`, or behind none.
pub(super) struct Group {
    pub(super) predicate: Option<String>,
    pub(super) interfaces: Vec<InterfaceId>,
}

impl Groups {
    /// Groups the interfaces of the plan.
    pub(super) fn of(resolve: &Resolve, plan: &Plan) -> Self {
        let mut groups = vec![Group { predicate: None, interfaces: Vec::new() }];
        for &id in &plan.interfaces {
            let predicate = plan.gates.of_interface(resolve, id);
            let group = groups.iter_mut().find(|group| group.predicate.as_deref() == predicate);
            match group {
                Some(group) => group.interfaces.push(id),
                None => groups
                    .push(Group { predicate: predicate.map(str::to_owned), interfaces: vec![id] }),
            }
        }
        groups.retain(|group| !group.interfaces.is_empty());
        Self(groups)
    }

    /// The predicates of the groups that have one.
    pub(super) fn predicates(&self) -> Vec<&str> {
        self.0.iter().filter_map(|group| group.predicate.as_deref()).collect()
    }
}
