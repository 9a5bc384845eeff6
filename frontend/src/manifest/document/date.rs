//! Whether a text that starts as a date or a time does is one of those of
//! [RFC 3339](https://toml.io/en/v1.1.0#offset-date-time), as the crate `toml_datetime` finds it. No manifest holds any, so what is
//! wrong with one is not told.

pub(super) fn is_sound(text: &str) -> bool {
    let mut rest = text.as_bytes();
    if time(&mut rest) && rest.is_empty() {
        return true;
    }
    rest = text.as_bytes();
    date(&mut rest)
        && (rest.is_empty()
            || sign(&mut rest, b"Tt ")
                && time(&mut rest)
                && (rest.is_empty() || offset(&mut rest) && rest.is_empty()))
}

fn date(rest: &mut &[u8]) -> bool {
    let year = number(rest, 4);
    let month = if sign(rest, b"-") { number(rest, 2) } else { None };
    let day = if sign(rest, b"-") { number(rest, 2) } else { None };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    day > 0 && day <= days
}

/// Seconds and their fraction may be missing.
fn time(rest: &mut &[u8]) -> bool {
    at_most(rest, 23)
        && sign(rest, b":")
        && at_most(rest, 59)
        && (!sign(rest, b":") || at_most(rest, 60) && (!sign(rest, b".") || fraction(rest)))
}

fn offset(rest: &mut &[u8]) -> bool {
    sign(rest, b"Zz")
        || sign(rest, b"+-") && at_most(rest, 23) && sign(rest, b":") && at_most(rest, 59)
}

fn fraction(rest: &mut &[u8]) -> bool {
    let length = rest.len();
    while number(rest, 1).is_some() {}
    rest.len() < length
}

fn at_most(rest: &mut &[u8], most: u16) -> bool {
    number(rest, 2).is_some_and(|number| number <= most)
}

/// Takes a number of that many digits off the start.
fn number(rest: &mut &[u8], digits: usize) -> Option<u16> {
    let (digits, after) = rest.split_at_checked(digits)?;
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u16::from(digit - b'0');
    }
    *rest = after;
    Some(number)
}

/// Takes one of `signs` off the start.
fn sign(rest: &mut &[u8], signs: &[u8]) -> bool {
    match rest.split_first() {
        Some((first, after)) if signs.contains(first) => {
            *rest = after;
            true
        }
        Some(_) | None => false,
    }
}
