//! The interfaces of the tree by what they are behind: each group is one call of `bindgen!`.

use crate::wit_parser::{InterfaceId, Resolve};

use crate::plan::Plan;

/// The groups, each after those whose interfaces it uses.
pub(super) struct Groups(pub(super) Vec<Group>);

/// Interfaces behind one `#[cfg(…)]`, or behind none.
pub(super) struct Group {
    pub(super) predicate: Option<String>,
    pub(super) interfaces: Vec<InterfaceId>,
}

impl Groups {
    /// Sorts the interfaces of the plan into groups.
    pub(super) fn of(resolve: &Resolve, plan: &Plan) -> Self {
        let mut groups: Vec<Group> = vec![Group { predicate: None, interfaces: Vec::new() }];
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

    /// The predicates, without the group that is behind none.
    pub(super) fn predicates(&self) -> Vec<&str> {
        self.0.iter().filter_map(|group| group.predicate.as_deref()).collect()
    }
}
