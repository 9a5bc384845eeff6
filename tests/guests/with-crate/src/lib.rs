//! Passes a stream of another crate to a function of its own bindings.

airssys_bindings::airssys_bindings!({
    with: { "test:io/streams": ::with_crate_streams::test::io::streams },
});

use with_crate_streams::test::io::streams::{Failure, stdout};

struct Program;

impl Guest for Program {
    fn run() -> u32 {
        let stream = stdout();
        stream.write("from the crate of the stream");
        let printed: Result<u32, Failure> = test::app::printer::print(&stream);
        printed.unwrap_or_default()
    }
}

export!(Program);
