//! Misbehavior that a host must survive.

use std::hint::black_box;

use crate::airssys::core_host::host_services::{self, LogLevel};
use crate::airssys::ext_network::network::TcpConnection;
use crate::airssys::ext_process::process::{Command, Process};
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
        ["log long", length] => {
            host_services::log(LogLevel::Info, &"x".repeat(number(length)), &[]);
            Some("logged".to_owned())
        }
        ["connect many", suffix, count, millis] => {
            let millis = number(millis);
            let connect =
                |number| TcpConnection::connect(&format!("h{number}.{suffix}"), 80, Some(millis));
            let failed =
                (0..number::<usize>(count)).filter_map(|number| connect(number).err()).last();
            Some(format!("{failed:?}"))
        }
        ["http many", port, count] => {
            let get = |number: usize| {
                let (high, low) = (number / 200, number % 200 + 1);
                crate::net::get(&format!("http://127.0.{high}.{low}:{port}/"))
            };
            let failed: Vec<_> =
                (0..number::<usize>(count)).filter_map(|number| get(number).err()).collect();
            Some(format!("{} failed, first {:?}", failed.len(), failed.first()))
        }
        ["spawn many", program, argument, count] => {
            let command = Command {
                program: (*program).to_owned(),
                arguments: vec![(*argument).to_owned()],
                env_vars: Vec::new(),
                working_directory: None,
                input: Vec::new(),
            };
            let spawned = (0..number::<usize>(count)).map(|_| Process::spawn(&command).map(drop));
            let failed: Vec<_> = spawned.filter_map(Result::err).collect();
            Some(format!("{} failed, first {:?}", failed.len(), failed.first()))
        }
        ["spawn with input", program, argument, bytes] => {
            let command = Command {
                program: (*program).to_owned(),
                arguments: vec![(*argument).to_owned()],
                env_vars: Vec::new(),
                working_directory: None,
                input: vec![b'x'; number(bytes)],
            };
            Some(match Process::spawn(&command) {
                Ok(process) => {
                    std::mem::forget(process);
                    "spawned".to_owned()
                }
                Err(error) => format!("{error:?}"),
            })
        }
        ["request and wait", to, count, operation, millis] => {
            let operation = operation.replace(' ', "\t");
            for _ in 0..number::<usize>(count) {
                if let Err(error) =
                    host_services::send_request(&core::id(to), operation.as_bytes(), 60_000)
                {
                    return Some(format!("{error:?}"));
                }
            }
            host_services::sleep_millis(number(millis));
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
