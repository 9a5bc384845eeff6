//! Builds guests for wasm32, componentizes and inspects them: what the quickstart and the end-to-end tests have in common.
//!
//! | module | input | output |
//! |---|---|---|
//! | [`guest`] | a guest crate | a component |
//! | [`component`] | a component | the names of its imports and exports |
//! | [`fixture`] | a crate in a scratch directory | the output of Cargo |
//! | [`module_tree`] | generated code | a drawing of its modules |

pub mod component;
pub mod fixture;
pub mod guest;
pub mod module_tree;
