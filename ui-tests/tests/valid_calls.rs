//! Calls that compile, and what they do outside of tests.

use airssys_bindings_ui_tests::{
    import_outside_of_tests_panics, in_a_module_of_a_function, mock_without_a_function,
    the_words_of_an_error_may_have_quotes,
};

#[test]
fn import_outside_of_tests_panics() {
    import_outside_of_tests_panics::main();
}

#[test]
fn calls_can_be_in_modules_of_a_function() {
    in_a_module_of_a_function::main();
}

#[test]
fn mock_can_lack_functions() {
    mock_without_a_function::main();
}

#[test]
fn the_words_of_an_error_may_have_quotes() {
    the_words_of_an_error_may_have_quotes::main();
}
