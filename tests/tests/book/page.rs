//! From the text of a page to its fenced blocks and its links.

use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block.
pub(super) struct Block {
    /// The file that the line before it names.
    pub(super) name: Option<String>,
    pub(super) language: String,
    pub(super) text: String,
}

/// A page of the book.
pub(super) struct Page {
    /// Relative to `docs`.
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

impl Page {
    pub(super) fn read(docs: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("readable").replace("\r\n", "\n");
        let relative = path.strip_prefix(docs).expect("it is in the folder").to_owned();
        Self { path: relative, blocks: blocks(&text), text }
    }

    /// What its links lead to, without those to other sites and to places on the page itself.
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

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut name, mut open) = (None, false);
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix("```") {
            Some(language) if !open => {
                let (name, language) = (name.take(), language.to_owned());
                blocks.push(Block { name, language, text: String::new() });
                open = true;
            }
            Some(_) => open = false,
            None if open => blocks.last_mut().expect("one is open").text.push_str(line),
            None if line.trim().is_empty() => {}
            None => {
                let quoted = line.trim_end().strip_prefix('`');
                let quoted = quoted.and_then(|line| line.strip_suffix("`:"));
                name = quoted.filter(|name| !name.contains('`')).map(str::to_owned);
            }
        }
    }
    assert!(!open, "a block never ends");
    blocks
}
