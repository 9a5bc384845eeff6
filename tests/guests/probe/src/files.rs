//! Files and directories. Open files are numbered in the order of opening.

use std::cell::RefCell;

use crate::airssys::core_types::types::FileError;
use crate::airssys::ext_filesystem::filesystem::{self, File, OpenOptions, SeekPosition};
use crate::{Arguments, number};

thread_local! {
    static OPEN: RefCell<Vec<Option<File>>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn run(function: &str, arguments: Arguments<'_>) -> Option<String> {
    Some(match (function, arguments) {
        ("read file", [path]) => debug(filesystem::read_file(path)),
        ("write file", [path, text]) => {
            format!("{:?}", filesystem::write_file(path, text.as_bytes()))
        }
        ("delete file", [path]) => format!("{:?}", filesystem::delete_file(path)),
        ("exists", [path]) => format!("{:?}", filesystem::exists(path)),
        ("stat", [path]) => format!("{:?}", filesystem::stat(path)),
        ("list directory", [path]) => {
            let entries = filesystem::list_directory(path);
            let named = |entries: Vec<filesystem::DirectoryEntry>| {
                let all = entries.iter().map(|entry| format!("{} {:?}", entry.name, entry.kind));
                all.collect::<Vec<_>>().join(", ")
            };
            format!("{:?}", entries.map(named))
        }
        ("create directory", [path]) => format!("{:?}", filesystem::create_directory(path)),
        ("remove directory", [path, recursive]) => {
            format!("{:?}", filesystem::remove_directory(path, number(recursive)))
        }
        ("granted for files", []) => format!("{:?}", filesystem::granted_permissions()),
        ("open", [path, options @ ..]) => match File::open(path, open_options(options)) {
            Ok(file) => OPEN.with_borrow_mut(|open| {
                open.push(Some(file));
                format!("file {}", open.len() - 1)
            }),
            Err(error) => format!("{error:?}"),
        },
        ("open many", [path, count]) => open_many(path, number(count)),
        ("file read", [file, length]) => with(file, |file| debug(file.read(number(length)))),
        ("file write", [file, text]) => {
            with(file, |file| format!("{:?}", file.write(text.as_bytes())))
        }
        ("file seek", [file, from, by]) => with(file, |file| {
            let position = match *from {
                "start" => SeekPosition::Start(number(by)),
                "current" => SeekPosition::Current(number(by)),
                "end" => SeekPosition::End(number(by)),
                other => panic!("unknown position {other}"),
            };
            format!("{:?}", file.seek(position))
        }),
        ("file sync", [file]) => with(file, |file| format!("{:?}", file.sync())),
        ("file close", [file]) => {
            OPEN.with_borrow_mut(|open| open[number::<usize>(file)] = None);
            "closed".to_owned()
        }
        _ => return None,
    })
}

pub(crate) fn debug(bytes: Result<Vec<u8>, impl std::fmt::Debug>) -> String {
    format!("{:?}", bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn with(file: &str, work: impl FnOnce(&File) -> String) -> String {
    OPEN.with_borrow(|open| work(open[number::<usize>(file)].as_ref().expect("the file is open")))
}

/// Opens a file `count` times, and returns the number of successes and the last error.
fn open_many(path: &str, count: u32) -> String {
    let mut opened = 0;
    let mut error: Option<FileError> = None;
    for _ in 0..count {
        match File::open(path, OpenOptions::READ) {
            Ok(file) => {
                opened += 1;
                OPEN.with_borrow_mut(|open| open.push(Some(file)));
            }
            Err(last) => error = Some(last),
        }
    }
    format!("{opened} opened, {error:?}")
}

fn open_options(names: &[&str]) -> OpenOptions {
    let option = |name: &&str| match *name {
        "read" => OpenOptions::READ,
        "write" => OpenOptions::WRITE,
        "append" => OpenOptions::APPEND,
        "create" => OpenOptions::CREATE,
        "create-new" => OpenOptions::CREATE_NEW,
        "truncate" => OpenOptions::TRUNCATE,
        other => panic!("unknown option {other}"),
    };
    names.iter().map(option).fold(OpenOptions::empty(), |all, one| all | one)
}
