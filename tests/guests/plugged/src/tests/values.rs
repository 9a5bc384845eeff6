//! Values of every type pass unchanged.

use airssys_bindings::block_on;

use super::of_server;
use crate::demo::market::types::{Fault, Item, Marks, Size};
use crate::demo::market::values;
use crate::server::Server;

fn item() -> Item {
    Item { id: 1, name: "tea".to_owned() }
}

/// Compares values without `PartialEq`.
fn assert_same<T: std::fmt::Debug>(one: &T, other: &T) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn values_of_every_type_pass_unchanged() {
    let _values = of_server::values::plug::<Server>();
    assert_eq!(values::integers(1, -2, 3, -4, 5, -6, 7, -8), (1, -2, 3, -4, 5, -6, 7, -8));
    assert_same(&values::others(true, '名', 1.5, -2.5), &(true, '名', 1.5, -2.5));
    let (a, b, c) = (vec![1, 2], vec!["x".to_owned()], vec![item()]);
    let (d, e) = (vec![vec![1], vec![]], vec![("y".to_owned(), 3)]);
    assert_same(&values::lists(&a, &b, &c, &d, &e), &(a, b, c, d, e));
    let (strings, list) = (Some(vec!["x".to_owned()]), ["x".to_owned()]);
    assert_same(
        &values::options(Some("a"), None, Some(Some(&item())), Some(&list)),
        &(Some("a".to_owned()), None, Some(Some(item())), strings),
    );
    assert_same(
        &values::results(Err(&Fault::Gone), Err(1), Ok(2), Ok(())),
        &(Err(Fault::Gone), Err(1), Ok(2), Ok(())),
    );
    let (label, labels) = ("l".to_owned(), Some(vec!["m".to_owned()]));
    let fault = Fault::Other("f".to_owned());
    assert_same(
        &values::named(&item(), &fault, Size::Large, Marks::CHEAP, &label, &labels),
        &(item(), fault, Size::Large, Marks::CHEAP, label, labels),
    );
    assert_same(&values::tuples(("a", (1, &item()))), &("a".to_owned(), (1, item())));
    assert_same(&values::arrays([1, 2, 3, 4], [5, 6]), &([1, 2, 3, 4], [5, 6]));
}

#[test]
fn values_pass_to_async_functions() {
    let _values = of_server::values::plug::<Server>();
    let later = async { values::later("a".to_owned(), vec![item()], None).await };
    assert_same(&block_on(later), &("a".to_owned(), vec![item()], None));
}
