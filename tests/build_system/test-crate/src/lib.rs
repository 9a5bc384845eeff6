//! A component whose bindings are made by its build script.

airssys_bindings::include_bindings!();

use exports::test::component::component::Guest;
use test::types::types::TestResult;

/// The component.
pub struct Component;

impl Guest for Component {
    fn execute() -> TestResult {
        TestResult { success: true, message: "it works".to_owned() }
    }
}

export!(Component);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn execute_returns_a_result() {
        let expected = TestResult { success: true, message: "it works".to_owned() };
        assert_eq!(Component::execute(), expected);
    }
}
