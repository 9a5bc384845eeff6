//! Values of all types go through a mock unchanged.

use std::rc::Rc;

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use crate::demo::shop::all::{self, Fault, Item, Marks, Size};

/// Returns its arguments.
struct Echo;

type Integers = (u8, i8, u16, i16, u32, i32, u64, i64);

#[allow(clippy::many_single_char_names)]
impl all::Mock for Echo {
    fn integers(&self, a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64) -> Integers {
        (a, b, c, d, e, f, g, h)
    }
    fn floats(&self, a: f32, b: f64) -> (f32, f64) {
        (a, b)
    }
    fn text(&self, a: bool, b: char, c: &str) -> (bool, char, String) {
        (a, b, c.to_owned())
    }
    fn lists(
        &self,
        a: &[u8],
        b: &[String],
        c: &[Item],
        d: &[Vec<u16>],
    ) -> (Vec<u8>, Vec<String>, Vec<Item>, Vec<Vec<u16>>) {
        (a.to_vec(), b.to_vec(), c.to_vec(), d.to_vec())
    }
    fn options(
        &self,
        a: Option<&str>,
        b: Option<u32>,
        c: Option<Option<&Item>>,
    ) -> (Option<String>, Option<u32>, Option<Option<Item>>) {
        (a.map(str::to_owned), b, c.map(Option::<&Item>::cloned))
    }
    fn results(
        &self,
        a: Result<&str, &Fault>,
        b: Result<(), u8>,
        c: Result<u8, ()>,
    ) -> (Result<String, Fault>, Result<(), u8>, Result<u8, ()>) {
        (a.map(str::to_owned).map_err(Clone::clone), b, c)
    }
    fn named(&self, a: &Item, b: &Fault, c: Size, d: Marks) -> (Item, Fault, Size, Marks) {
        (a.clone(), b.clone(), c, d)
    }
    fn tuples(&self, a: (&str, (u8, &Item))) -> (String, (u8, Item)) {
        (a.0.to_owned(), (a.1.0, a.1.1.clone()))
    }
}

fn item() -> impl Strategy<Value = Item> {
    (any::<u32>(), any::<String>()).prop_map(|(id, name)| Item { id, name })
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![Just(Fault::Gone), any::<String>().prop_map(Fault::Other)]
}

/// The text of a value, which is the same for equal values: the types do not implement `PartialEq`.
fn text(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

proptest! {
    #[test]
    fn numbers_and_text(a: Integers, b: (f32, f64), c: (bool, char, String)) {
        let _installed = all::mock(Rc::new(Echo));
        assert_eq!(all::integers(a.0, a.1, a.2, a.3, a.4, a.5, a.6, a.7), a);
        assert_eq!(text(&all::floats(b.0, b.1)), text(&b));
        assert_eq!(all::text(c.0, c.1, &c.2), c);
    }

    #[test]
    fn containers(
        a: (Vec<u8>, Vec<String>, Vec<Vec<u16>>),
        items in proptest::collection::vec(item(), 0..4),
        b: (Option<String>, Option<u32>),
        c in proptest::option::of(proptest::option::of(item())),
        d in proptest::result::maybe_ok(any::<String>(), fault()),
        e: (Result<(), u8>, Result<u8, ()>),
    ) {
        let _installed = all::mock(Rc::new(Echo));
        let lists = all::lists(&a.0, &a.1, &items, &a.2);
        assert_eq!(text(&lists), text(&(a.0, a.1, items, a.2)));
        let options = all::options(b.0.as_deref(), b.1, c.as_ref().map(Option::as_ref));
        assert_eq!(text(&options), text(&(b.0, b.1, c)));
        let results = all::results(d.as_deref(), e.0, e.1);
        assert_eq!(text(&results), text(&(d, e.0, e.1)));
    }

    #[test]
    fn named_types(a in item(), b in fault(), large: bool, marks in 0_u8..4, c: (String, u8)) {
        let _installed = all::mock(Rc::new(Echo));
        let size = if large { Size::Large } else { Size::Small };
        let marks = Marks::from_bits_truncate(marks);
        assert_eq!(text(&all::named(&a, &b, size, marks)), text(&(a.clone(), b, size, marks)));
        assert_eq!(text(&all::tuples((&c.0, (c.1, &a)))), text(&(c.0, (c.1, a))));
    }
}
