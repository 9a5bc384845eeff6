//! The fenced blocks of Markdown pages.

use std::ops::Range;

/// A fenced block.
pub(crate) struct Block {
    /// The name in the line before the block, "`name`:".
    pub(crate) name: Option<String>,
    /// The language after the opening fence.
    pub(crate) language: String,
    pub(crate) text: String,
    /// The bytes of the page that hold the text.
    pub(crate) range: Range<usize>,
}

/// Returns the fenced blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut name, mut open, mut offset) = (None, false, 0);
    for line in page.split_inclusive('\n') {
        offset += line.len();
        match line.trim_end().strip_prefix("```") {
            Some(language) if !open => {
                let (name, language) = (name.take(), language.to_owned());
                blocks.push(Block { name, language, text: String::new(), range: offset..offset });
                open = true;
            }
            Some(_) => open = false,
            None if open => {
                let block = blocks.last_mut().expect("a block is open");
                block.text.push_str(line);
                block.range.end = offset;
            }
            None if line.trim().is_empty() => {}
            None => {
                let quoted = line.trim_end().strip_prefix('`');
                let quoted = quoted.and_then(|line| line.strip_suffix("`:"));
                name = quoted.filter(|name| !name.contains('`')).map(str::to_owned);
            }
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}
