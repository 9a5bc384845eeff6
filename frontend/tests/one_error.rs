//! One mistake is one error: mutations of a single token of valid packages.
//!
//! `WIT_MUTATIONS=100000` tries more of them; `WIT_CORPUS` names more folders, separated by `:`, each with the folders of packages.

mod packages;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use airssys_bindings_frontend::diagnostic::Location;
use airssys_bindings_frontend::files::FileId;
use airssys_bindings_frontend::sources::Folder;
use packages::Packages;
use wit_parser::{Resolve, SourceMap};

/// The number of mutations that are invalid WIT.
const COUNT: usize = 800;

/// Reads the packages in the folders below `root` that have `.wit` files.
fn read(root: &Path) -> Packages {
    let mut packages = Packages { all_features: true, ..Packages::default() };
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        let entries = fs::read_dir(&directory).expect("the folder is readable");
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let mut wit = Vec::new();
        for path in paths {
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "wit") {
                let text = fs::read_to_string(&path).expect("the file is readable");
                let name = path.strip_prefix(root).expect("below").display().to_string();
                wit.push(packages.add_file(&name, text));
            }
        }
        if !wit.is_empty() {
            let path = directory.display().to_string();
            packages.folders.push(Folder { path, wit, ..Folder::default() });
        }
    }
    packages
}

/// Returns `true` if `wit-parser` accepts the packages.
fn is_valid(packages: &Packages) -> bool {
    let mut groups = Vec::new();
    for folder in &packages.folders {
        let mut map = SourceMap::new();
        for id in &folder.wit {
            let file = packages.files.get(*id);
            map.push(Path::new(&file.path), file.text.clone());
        }
        let Ok(group) = map.parse() else { return false };
        groups.push(group);
    }
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    groups.pop().is_none_or(|main| resolve.push_groups(main, groups).is_ok())
}

/// Returns the ranges of the tokens that are not comments.
fn tokens(source: &str) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'%' | b'_');
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let rest = &source[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("->") {
            tokens.push(at..at + 2);
            2
        } else if is_word(bytes[at]) {
            let length = rest.bytes().take_while(|byte| is_word(*byte)).count();
            tokens.push(at..at + length);
            length
        } else {
            if bytes[at].is_ascii_punctuation() {
                tokens.push(at..at + 1);
            }
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += length;
    }
    tokens
}

/// A sequence of numbers that look random, by xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("below a usize")
    }
}

/// A change of one token.
struct Mutation {
    kind: &'static str,
    /// The range of the source that is replaced.
    range: Range<usize>,
    replacement: String,
}

impl Mutation {
    fn new(source: &str, tokens: &[Range<usize>], random: &mut Random) -> Self {
        let at = random.below(tokens.len() - 1);
        let (token, next) = (tokens[at].clone(), tokens[at + 1].clone());
        let text = |range: &Range<usize>| &source[range.clone()];
        match random.below(4) {
            0 => Self { kind: "delete", range: token, replacement: String::new() },
            1 => {
                let replacement = format!("{0} {0}", text(&token));
                Self { kind: "duplicate", range: token, replacement }
            }
            2 => {
                let between = text(&(token.end..next.start));
                let replacement = format!("{}{between}{}", text(&next), text(&token));
                Self { kind: "swap", range: token.start..next.end, replacement }
            }
            _ => {
                let other = text(&tokens[random.below(tokens.len())]);
                Self { kind: "replace", range: token, replacement: other.to_owned() }
            }
        }
    }

    fn apply(&self, source: &str) -> String {
        let mut text = source.to_owned();
        text.replace_range(self.range.clone(), &self.replacement);
        text
    }
}

/// The number of the line of a position, from 1.
fn line(source: &str, position: usize) -> usize {
    source[..position.min(source.len())].matches('\n').count() + 1
}

/// What came of the mutations.
#[derive(Default)]
struct Score {
    invalid: usize,
    one_error: usize,
    on_the_line: usize,
    /// The mutations with other numbers of errors, or other lines, by kind and tokens.
    worst: BTreeMap<String, Vec<String>>,
}

fn corpora() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    let more = std::env::var("WIT_CORPUS").unwrap_or_default();
    let more = more.split(':').filter(|path| !path.is_empty()).map(PathBuf::from);
    [own].into_iter().chain(more).collect()
}

/// Mutates one file of the packages, and returns its lines from the first to the last that the mutation concerns.
fn mutate(
    packages: &mut Packages,
    file: FileId,
    mutation: &Mutation,
    before: &str,
) -> Range<usize> {
    let text = mutation.apply(before);
    // What is missing is reported after the token before it, or at the token after it.
    let start = before[..mutation.range.start].trim_end().len();
    let end = mutation.range.start + mutation.replacement.len();
    let next = tokens(&text).into_iter().find(|token| token.start >= end);
    let lines = line(&text, start)..line(&text, next.map_or(text.len(), |token| token.start)) + 1;
    packages.files.set_text(file, text);
    lines
}

#[test]
fn one_mutated_token_is_one_error_on_its_line() {
    let count = std::env::var("WIT_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(COUNT);
    let verbose = std::env::var_os("WIT_VERBOSE").is_some();
    let corpora = corpora();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut score = Score::default();
    for root in &corpora {
        let mut packages = read(root);
        assert!(is_valid(&packages), "{}", root.display());
        let ids: Vec<FileId> =
            packages.folders.iter().flat_map(|folder| folder.wit.clone()).collect();
        let end = score.invalid + count / corpora.len();
        while score.invalid < end {
            let file = ids[random.below(ids.len())];
            let before = packages.files.get(file).text.clone();
            let tokens = tokens(&before);
            if tokens.len() < 2 {
                continue;
            }
            let mutation = Mutation::new(&before, &tokens, &mut random);
            let lines = mutate(&mut packages, file, &mutation, &before);
            if !is_valid(&packages) {
                score.add(&packages, file, &mutation, &before, &lines, verbose);
            }
            packages.files.set_text(file, before);
        }
    }
    let share = |part: usize| part as f64 * 100.0 / score.invalid as f64;
    let (one, on) = (share(score.one_error), share(score.on_the_line));
    println!(
        "{} mutations: {one:.1} % one error, {on:.1} % first error on the line",
        score.invalid
    );
    let mut worst: Vec<_> = score.worst.iter().collect();
    worst.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    for (class, cases) in worst.iter().take(60) {
        println!("{:4} {class}", cases.len());
        if verbose {
            for case in cases.iter().take(2) {
                println!("{case}");
            }
        }
    }
    assert!(one >= 92.0, "one error: {one:.1} %");
    // A renamed definition is reported where it is used.
    assert!(on >= 98.0, "on the line: {on:.1} %");
}

impl Score {
    fn add(
        &mut self,
        packages: &Packages,
        file: FileId,
        mutation: &Mutation,
        before: &str,
        lines: &Range<usize>,
        verbose: bool,
    ) {
        let errors = packages.errors();
        let source = &packages.files.get(file).text;
        let is_on_line = errors.first().is_some_and(|error| match &error.location {
            Location::Source(label) => {
                label.file == file && lines.contains(&line(source, label.range.start))
            }
            _ => false,
        });
        self.invalid += 1;
        self.one_error += usize::from(errors.len() == 1);
        self.on_the_line += usize::from(is_on_line);
        if errors.len() == 1 && is_on_line {
            return;
        }
        let shape = |text: &str| match text {
            word if word.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                "word".to_owned()
            }
            other => other.to_owned(),
        };
        let old = &before[mutation.range.clone()];
        let new = &mutation.replacement;
        let shaped = |text: &str| {
            tokens(text).into_iter().map(|range| shape(&text[range])).collect::<Vec<_>>().join(" ")
        };
        let class = format!(
            "{} `{}` -> `{}`{}",
            mutation.kind,
            shaped(old),
            shaped(new),
            if is_on_line { "" } else { " (other line)" }
        );
        let mut case = format!(
            "   {} `{old}` -> `{new}` at {}:{}: {} errors",
            mutation.kind,
            packages.files.get(file).path,
            lines.start,
            errors.len()
        );
        if verbose {
            for error in errors.iter().take(6) {
                case += &format!("\n{}", error.render(&packages.files));
            }
        }
        self.worst.entry(class).or_default().push(case);
    }
}

#[test]
fn two_mistakes_are_two_errors() {
    for (source, count) in [
        ("interface hello_world {\n  func hello_world();\n}\n", 2),
        ("interface i {\n  f: func(a: );\n  func g();\n}\n", 2),
        ("interface i {\n  f: func()\n  g: func(\n}\n", 2),
        ("interface i {\n  enum e { a b c }\n}\n", 1),
        ("interface i {\n  record r { a: , b: u32 }\n  record s { a: u32, b: }\n}\n", 2),
        ("interface i { f: func() }\ninterface j { g: func() }\n", 2),
        ("world w {\n  import ;\n  export ;\n}\n", 2),
        ("interface i {\n  use ;\n  use ;\n  f func();\n}\n", 3),
    ] {
        let packages = Packages::new(&[("wit/a.wit", &format!("package a:b;\n{source}"))]);
        let errors = packages.errors();
        let shown: Vec<_> = errors.iter().map(|error| error.render(&packages.files)).collect();
        assert_eq!(errors.len(), count, "{source}\n{}", shown.join("\n"));
    }
}
