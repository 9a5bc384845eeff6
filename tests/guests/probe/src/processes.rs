//! Processes, numbered in the order of starting.

use std::cell::RefCell;

use crate::airssys::ext_process::process::{self, Command, Process};
use crate::{Arguments, number};

thread_local! {
    static STARTED: RefCell<Vec<Option<Process>>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn run(function: &str, arguments: Arguments<'_>) -> Option<String> {
    Some(match (function, arguments) {
        ("spawn", [program, input, arguments @ ..]) => {
            let command = Command {
                program: (*program).to_owned(),
                arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
                env_vars: vec![("GREETING".to_owned(), "hello".to_owned())],
                working_directory: None,
                input: input.as_bytes().to_vec(),
            };
            match Process::spawn(&command) {
                Ok(process) => STARTED.with_borrow_mut(|started| {
                    started.push(Some(process));
                    format!("process {}", started.len() - 1)
                }),
                Err(error) => format!("{error:?}"),
            }
        }
        ("process id", [it]) => with(it, |it| it.id().to_string()),
        ("wait", [it]) => with(it, |it| format!("{:?}", it.wait(None))),
        ("wait", [it, millis]) => with(it, |it| format!("{:?}", it.wait(Some(number(millis))))),
        ("kill", [it]) => with(it, |it| format!("{:?}", it.kill())),
        ("exit status", [it]) => with(it, |it| format!("{:?}", it.exit_status())),
        ("output", [it]) => with(it, |it| {
            let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
            format!("{:?}", it.output().map(|all| (text(all.stdout), text(all.stderr))))
        }),
        ("drop process", [it]) => {
            STARTED.with_borrow_mut(|started| started[number::<usize>(it)] = None);
            "dropped".to_owned()
        }
        ("environment", [name]) => format!("{:?}", process::get_environment_variable(name)),
        ("granted for processes", []) => format!("{:?}", process::granted_permissions()),
        _ => return None,
    })
}

fn with(process: &str, work: impl FnOnce(&Process) -> String) -> String {
    STARTED.with_borrow(|all| {
        work(all[number::<usize>(process)].as_ref().expect("the process exists"))
    })
}
