//! x
pub mod diagnostic;
pub mod files;
/// x
pub struct Request;
