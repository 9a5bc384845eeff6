//! Converts the arguments of the command `wit-bindgen rust` to options of the macro.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

/// Returns the options, each followed by a comma.
pub(super) fn from_arguments(arguments: &[String]) -> Result<String> {
    let mut options = String::new();
    let mut lists = Lists::default();
    let mut words = arguments.iter().flat_map(|argument| split(argument));
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("`{word}` needs a value"));
        match word.as_str() {
            "--generate-all"
            | "--generate-unused-types"
            | "--std-feature"
            | "--raw-strings"
            | "--disable-run-ctors-once-workaround"
            | "--disable-custom-section-link-helpers" => {
                write!(options, "{}, ", snake(&word))?;
            }
            "--merge-structurally-equal-types" => write!(options, "{}: true, ", snake(&word))?,
            "--bitflags-path" => write!(options, "{}: {:?}, ", snake(&word), value()?)?,
            "--sync" if value()? == "all" => options += "sync: true, ",
            "--ownership" => write!(options, "ownership: {}, ", ownership(&value()?)?)?,
            "--features" => lists.features.push(value()?),
            "--skip" => lists.skip.push(value()?),
            "--chainable-methods" => lists.chainable.extend(value()?.split(',').map(str::to_owned)),
            "--additional-derive-ignore" => lists.ignored.push(value()?),
            "-d" => lists.derives.push(value()?),
            "--with" => lists.with.extend(value()?.split(',').map(str::to_owned)),
            _ => bail!("unknown argument `{word}`"),
        }
    }
    lists.write(&mut options)?;
    Ok(options)
}

/// The arguments that can be repeated.
#[derive(Default)]
struct Lists {
    features: Vec<String>,
    skip: Vec<String>,
    chainable: Vec<String>,
    ignored: Vec<String>,
    derives: Vec<String>,
    with: Vec<String>,
}

impl Lists {
    fn write(&self, options: &mut String) -> Result<()> {
        let named = [
            ("features", &self.features),
            ("skip", &self.skip),
            ("chainable_methods", &self.chainable),
            ("additional_derives_ignore", &self.ignored),
        ];
        for (name, values) in named.iter().filter(|(_, values)| !values.is_empty()) {
            write!(options, "{name}: {values:?}, ")?;
        }
        if !self.derives.is_empty() {
            write!(options, "additional_derives: [{}], ", self.derives.join(", "))?;
        }
        if !self.with.is_empty() {
            let entry = |with: &String| {
                with.split_once('=').map(|(name, path)| format!("{name:?}: {path}"))
            };
            let entries: Option<Vec<_>> = self.with.iter().map(entry).collect();
            write!(
                options,
                "with: {{ {} }}, ",
                entries.context("`--with` needs a `=`")?.join(", ")
            )?;
        }
        Ok(())
    }
}

/// Splits an argument from its value.
fn split(argument: &str) -> Vec<String> {
    let derive = argument.strip_prefix("-d").map(|path| ("-d", path));
    let value = argument.starts_with("--").then(|| argument.split_once('=')).flatten();
    match derive.or(value) {
        Some((name, value)) => vec![name.to_owned(), value.to_owned()],
        None => vec![argument.to_owned()],
    }
}

fn snake(argument: &str) -> String {
    argument.trim_start_matches('-').replace('-', "_")
}

fn ownership(value: &str) -> Result<&'static str> {
    Ok(match value {
        "owning" => "Owning",
        "borrowing" => "Borrowing { duplicate_if_necessary: false }",
        "borrowing-duplicate-if-necessary" => "Borrowing { duplicate_if_necessary: true }",
        _ => bail!("unknown ownership `{value}`"),
    })
}
