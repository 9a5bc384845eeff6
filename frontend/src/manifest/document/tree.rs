//! Where a value goes: in come a table, the keys that lead from it, and a value, out goes what stands in the way. Which keys
//! may define what is told under [Table](https://toml.io/en/v1.1.0#table); which of two is kept, and the words, are as the crate
//! `toml` has them.

use super::{Complaint, Data, Table, Text, Value};

/// How a table came to be: by that, more may be added to it or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// The file itself, `[a]`, or `[[a]]`.
    #[default]
    Explicit,
    /// The `a` of `[a.b]`.
    Implicit,
    /// The `a` of `a.b = 1`.
    Dotted,
    /// `{ … }`.
    Inline,
    /// The `a` of `{ a.b = 1 }`.
    InlineDotted,
}

/// `a.b.c`: the way to a table, and a key in it.
pub(super) struct Keys {
    pub(super) path: Vec<Text>,
    pub(super) last: Text,
}

/// Adds the value of a pair. Tables that are missing on the way are made in `form`.
pub(super) fn insert(
    table: &mut Table,
    keys: Keys,
    value: Value,
    form: Form,
) -> Result<(), Complaint> {
    let table = descend(table, &keys.path, form)?;
    // A dotted key leads into the last `[[a]]`, but must not add to it.
    let defined = !keys.path.is_empty() && table.form == Form::Explicit;
    if defined || position(table, &keys.last).is_some() {
        return Err(complaint(TWICE, &keys.last));
    }
    push(table, keys.last, value);
    Ok(())
}

/// Moves into `table` what other headers have put below its own, `[a.b]`, already.
pub(super) fn take(root: &mut Table, keys: &Keys, table: &mut Table) -> Result<(), Complaint> {
    let parent = descend(root, &keys.path, Form::Implicit)?;
    let Some(at) = position(parent, &keys.last) else { return Ok(()) };
    let old = remove(parent, at);
    let Data::Table(old) = old.data else { return Err(complaint(TWICE, &keys.last)) };
    let form = old.form;
    *table = old;
    if form != Form::Inline {
        table.form = Form::Explicit;
    }
    if form == Form::Implicit { Ok(()) } else { Err(complaint(TWICE, &keys.last)) }
}

/// Puts a table where its header says, `[a.b]` after [`take`], or `[[a.b]]`.
pub(super) fn put(
    root: &mut Table,
    keys: Keys,
    table: Value,
    is_array: bool,
) -> Result<(), Complaint> {
    let parent = descend(root, &keys.path, Form::Implicit)?;
    if let Some(at) = position(parent, &keys.last) {
        if let Data::Array(items) = &mut parent.entries[at].1.data
            && last_table(items).is_some()
        {
            items.push(table);
            return Ok(());
        }
        return Err(complaint(TWICE, &keys.last));
    }
    let range = table.range.clone();
    let value = if is_array { Value { data: Data::Array(vec![table]), range } } else { table };
    push(parent, keys.last, value);
    Ok(())
}

/// The table to which `path` leads.
fn descend<'t>(
    mut table: &'t mut Table,
    path: &[Text],
    form: Form,
) -> Result<&'t mut Table, Complaint> {
    for key in path {
        let at = position(table, key).unwrap_or_else(|| {
            let data = Data::Table(Table { form, ..Table::default() });
            push(table, key.clone(), Value { data, range: key.range.clone() });
            table.entries.len() - 1
        });
        let (_, value) = &mut table.entries[at];
        table = enter(value, form).map_err(|message| complaint(&message, key))?;
    }
    Ok(table)
}

/// The table that a value is, if a way of `form` may lead into it.
fn enter(value: &mut Value, form: Form) -> Result<&mut Table, String> {
    let kind = match &mut value.data {
        Data::Table(table) => match table.form {
            Form::Inline | Form::InlineDotted if form != Form::InlineDotted => "inline table",
            Form::Inline => return Err(TWICE.to_owned()),
            Form::Explicit if form == Form::Dotted => return Err(TWICE.to_owned()),
            Form::Implicit => {
                table.form = form;
                return Ok(table);
            }
            Form::Explicit | Form::Dotted | Form::InlineDotted => return Ok(table),
        },
        Data::Array(items) => match last_table(items) {
            Some(table) => return Ok(table),
            None => "array",
        },
        Data::Text(_) => "string",
        Data::Integer(_) => "integer",
        Data::Float => "float",
        Data::Boolean => "boolean",
        Data::Datetime => "datetime",
    };
    Err(format!("cannot extend value of type {kind} with a dotted key"))
}

/// The table of the last `[[a]]`, if the array is made of such. Those between `[` and `]` are inline.
fn last_table(items: &mut [Value]) -> Option<&mut Table> {
    match items.last_mut() {
        Some(Value { data: Data::Table(table), .. }) if table.form == Form::Explicit => Some(table),
        Some(_) | None => None,
    }
}

/// A file may be of keys alone: to look through them all for each would take minutes.
fn position(table: &Table, key: &Text) -> Option<usize> {
    table.places.get(&key.value).copied()
}

fn push(table: &mut Table, key: Text, value: Value) {
    table.places.insert(key.value.clone(), table.entries.len());
    table.entries.push((key, value));
}

fn remove(table: &mut Table, at: usize) -> Value {
    let (key, value) = table.entries.remove(at);
    table.places.remove(&key.value);
    for (key, _) in &table.entries[at..] {
        if let Some(place) = table.places.get_mut(&key.value) {
            *place -= 1;
        }
    }
    value
}

const TWICE: &str = "duplicate key";

fn complaint(message: &str, key: &Text) -> Complaint {
    Complaint { message: message.to_owned(), range: key.range.clone() }
}
