//! Pages of the book, with their fenced blocks and links.

use std::fs;
use std::path::{Path, PathBuf};

use crate::markdown::{Block, blocks};

/// A page of the book.
pub(super) struct Page {
    /// The path, relative to `docs`.
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

impl Page {
    pub(super) fn read(docs: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("readable").replace("\r\n", "\n");
        let relative = path.strip_prefix(docs).expect("a page outside of `docs`").to_owned();
        Self { path: relative, blocks: blocks(&text), text }
    }

    /// Returns the targets of the links, without those to other sites and to fragments of the page itself.
    pub(super) fn links(&self) -> Vec<String> {
        let mut fenced = false;
        let mut links = Vec::new();
        for line in self.text.lines() {
            fenced ^= line.starts_with("```");
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            links.extend(targets.filter(|_| !fenced).map(str::to_owned));
        }
        links.retain(|link| !link.contains("://") && !link.starts_with('#'));
        links
    }
}
