#!/usr/bin/env bash
# Runs the tests of the workspace.
#
#   bash tests/run.sh          all tests; installs a Rust toolchain that can build for wasm32 if there is none
#   bash tests/run.sh --fast   the tests of the front end and of the code generator, with all goldens, without the
#                              slowest ones: for the edit loop, since nothing needs wasm32 or Wasmtime
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1-}" in
--fast)
    # Tests of random, large or many inputs, which take most of the time.
    slow=(
        a_change_of_any_byte
        batches_
        each_type_in_each_position
        errors_on_a_long_line
        large_files_take_linear_time
        many_items_and_many_errors
        mutations_of_wit
        nested_constructs
        no_panic_of_wit_parser
        no_source_makes_the_checks_panic
        one_mutated_token
        suggestions_for_mutations
        syntax_errors_are_limited
        truncated_files
    )
    # With all features, since the goldens show the messages of guests and of hosts.
    cargo test --package airssys-bindings-frontend --package airssys-bindings-codegen --all-features \
        --lib --tests --no-fail-fast -- --quiet "${slow[@]/#/--skip=}"
    ;;
"")
    cargo run --quiet --package airssys-bindings-toolchains
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --no-fail-fast
        # nextest runs no documentation tests.
        cargo test --doc --workspace
    else
        cargo test --workspace --no-fail-fast
    fi
    ;;
*)
    echo "usage: bash tests/run.sh [--fast]" >&2
    exit 2
    ;;
esac
