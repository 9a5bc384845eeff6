//! Misbehavior that a host must survive.

use std::hint::black_box;

use crate::airssys::core_host::host_services;
use crate::{Arguments, core, number};

pub(crate) fn run(words: Arguments<'_>) -> Option<String> {
    match words {
        ["trap"] => panic!("as told"),
        ["spin"] => loop {
            black_box(());
        },
        ["allocate"] => {
            let mut all: Vec<Vec<u8>> = Vec::new();
            loop {
                all.push(black_box(vec![1; 1 << 20]));
            }
        }
        ["recurse"] => Some(deeper(u64::MAX).to_string()),
        ["trap while files are open", path] => {
            let _open = crate::files::run("open", &[path, "read"]);
            panic!("as told")
        }
        ["long name", length] => {
            let name = "x".repeat(number(length));
            let error = host_services::send_message(&core::id(&format!("acme:{name}")), b"");
            Some(format!("{error:?}"))
        }
        ["request and cancel", to, times] => {
            let to = core::id(to);
            for _ in 0..number(times) {
                if let Ok(request) = host_services::send_request(&to, b"echo\thi", 60_000) {
                    let _ = host_services::cancel_request(request);
                }
            }
            Some("done".to_owned())
        }
        _ => None,
    }
}

#[allow(unconditional_recursion)]
fn deeper(depth: u64) -> u64 {
    let page = black_box([depth; 64]);
    black_box(deeper(page[0].wrapping_sub(1))).wrapping_add(page[1])
}
