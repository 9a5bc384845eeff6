//! What is wrong with a text as TOML: in come the complaints of the parser, which are often several for one
//! slip, out go faults that say what to write, one a slip.

mod slip;
mod token;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::files::FileId;
use slip::{QUOTES, SURE, Slip};

/// What the parser said.
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) range: Range<usize>,
}

/// What is to be made of it.
pub(super) struct Judged {
    pub(super) faults: Vec<Diagnostic>,
    /// The lines that the faults are on, counted from 0.
    pub(super) lines: Vec<usize>,
    /// Whether what the parser read after a fault may be anything.
    pub(super) structural: bool,
}

/// Makes faults of complaints.
pub(super) fn judge(text: &str, file: FileId, complaints: Vec<Complaint>) -> Judged {
    let mut found: Vec<Slip> =
        complaints.iter().map(|complaint| Slip::of(text, complaint)).collect();
    found.sort_by_key(|slip| (line(text, slip.range.start), slip.rank, slip.range.start));
    let mut judged = Judged { faults: Vec::new(), lines: Vec::new(), structural: false };
    let mut told: Vec<(usize, u8, Range<usize>)> = Vec::new();
    for slip in found {
        let line = line(text, slip.range.start);
        judged.structural |= slip.structural;
        let repeats = told.iter().any(|(at, rank, range)| {
            *at == line && (slip.rank > QUOTES || *rank < SURE || *range == slip.token)
        });
        if repeats {
            continue;
        }
        told.push((line, slip.rank, slip.token.clone()));
        judged.lines.push(line);
        let mut fault =
            Diagnostic::at(slip.fault, file, slip.range, slip.label).with_help(slip.help);
        if let Some(first) = slip.first {
            fault = fault.with_label(file, first, "first here");
        }
        judged.faults.push(fault);
        // What is said of later lines may come from this one.
        if slip.structural {
            break;
        }
    }
    judged
}

/// The line on which a byte is, counted from 0.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count()
}
