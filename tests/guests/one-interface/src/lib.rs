//! Two worlds that export the same interface, both implemented. Features select the exported worlds.

airssys_bindings::airssys_bindings!();

pub mod polite {
    use crate::test::greeting::polite::exports::test::greeting::greeter::{
        Guest, GuestGreeting, Person,
    };

    pub struct Polite;

    pub struct Greeting(Person);

    impl Guest for Polite {
        type Greeting = Greeting;

        fn greet(person: Person) -> String {
            format!("good day, {}", person.name)
        }
    }

    impl GuestGreeting for Greeting {
        fn new(person: Person) -> Self {
            Self(person)
        }

        fn say(&self) -> String {
            format!("good day, {}", self.0.name)
        }
    }
}

pub mod loud {
    use crate::test::greeting::loud::exports::test::greeting::greeter::{
        Guest, GuestGreeting, Person,
    };
    use crate::test::greeting::loud::shouts;

    pub struct Loud;

    pub struct Greeting(Person);

    impl Guest for Loud {
        type Greeting = Greeting;

        fn greet(person: Person) -> String {
            format!("HEY {}{}", person.name, "!".repeat(shouts() as usize))
        }
    }

    impl GuestGreeting for Greeting {
        fn new(person: Person) -> Self {
            Self(person)
        }

        fn say(&self) -> String {
            format!("HEY {}", self.0.name)
        }
    }
}

#[cfg(feature = "polite")]
use polite::Polite;
#[cfg(feature = "polite")]
test::greeting::polite::export!(Polite);

#[cfg(feature = "loud")]
use loud::Loud;
#[cfg(feature = "loud")]
test::greeting::loud::export!(Loud);
