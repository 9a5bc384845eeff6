//! Hosts, and the patterns of them: names, addresses, and ranges of addresses.

use std::net::IpAddr;

use ipnet::IpNet;

use super::address;
use super::pattern::Pattern;

/// The longest name of a host, by RFC 1035.
const MAX_NAME: usize = 253;
/// The name of this very machine, by RFC 6761.
const LOCALHOST: &str = "localhost";

/// A host as somebody names it, in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// In lower case, in ASCII, without a dot at its end.
    Name(String),
    /// Never one of version 4 in the clothes of version 6.
    Address(IpAddr),
}

impl Host {
    /// Reads a host's name or address. What URLs take for an address, such as `127.1` and `0x7f.1`, is one.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        if let Ok(address) = bare.unwrap_or(text).parse::<IpAddr>() {
            return Ok(Self::Address(address.to_canonical()));
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        match url::Host::parse(text) {
            Ok(url::Host::Domain(name)) if name.len() <= MAX_NAME => Ok(Self::Name(name)),
            Ok(url::Host::Domain(_)) => {
                Err(format!("a host's name has at most {MAX_NAME} characters"))
            }
            Ok(url::Host::Ipv4(address)) => Ok(Self::Address(address.into())),
            Ok(url::Host::Ipv6(address)) => Ok(Self::Address(IpAddr::V6(address).to_canonical())),
            Err(fault) => Err(format!("`{}` is not a host: {fault}", text.escape_debug())),
        }
    }
}

/// Which hosts a permission is for.
#[derive(Debug, Clone)]
pub(super) enum HostPattern {
    Names(Pattern),
    Addresses(IpNet),
}

impl HostPattern {
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        if let Ok(address) = bare.unwrap_or(text).parse::<IpAddr>() {
            return Ok(Self::Addresses(address.to_canonical().into()));
        }
        if text.contains('/') {
            let range = text.parse::<IpNet>();
            return range.map(Self::Addresses).map_err(|_| {
                "`/` is only in ranges of addresses, such as `10.0.0.0/8` and `fd00::/8`".into()
            });
        }
        if !text.is_ascii() {
            return Err("write the name in its ASCII form, with `xn--…`".into());
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        Pattern::new(&name.to_ascii_lowercase()).map(Self::Names)
    }

    /// Whether it is for this name. That the name leads to an address which is not for everybody is another question.
    pub(super) fn matches_name(&self, name: &str) -> bool {
        matches!(self, Self::Names(pattern) if pattern.matches(name))
    }

    /// Whether it is for this address; for one that is not public, only if it was written out.
    pub(super) fn matches_address(&self, address: IpAddr) -> bool {
        self.names_address(address)
            || address::special(address).is_none()
                && matches!(self, Self::Names(pattern) if pattern.matches(&address.to_string()))
    }

    /// Whether somebody who wrote this meant this very address.
    pub(super) fn names_address(&self, address: IpAddr) -> bool {
        match self {
            Self::Names(pattern) => pattern.as_str() == LOCALHOST && address.is_loopback(),
            Self::Addresses(range) => range.contains(&address),
        }
    }

    /// Whether it is for every host that `other` is for.
    pub(super) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Addresses(own), Self::Addresses(other)) => own.contains(other),
            (Self::Addresses(_), Self::Names(_)) => false,
            (Self::Names(_), Self::Addresses(other)) => {
                other.prefix_len() == other.max_prefix_len() && self.matches_address(other.addr())
            }
            (Self::Names(own), Self::Names(other)) if other.as_str() == LOCALHOST => {
                own.as_str() == LOCALHOST
            }
            (Self::Names(own), Self::Names(other)) => own.covers(other),
        }
    }

    /// Whether somebody who asked for this also asked for `other`: as [`Self::covers`], but that `*` asks for
    /// addresses of all kinds.
    pub(super) fn asks_for(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Names(own), Self::Names(other)) => own.covers(other),
            (Self::Names(own), Self::Addresses(range)) => {
                let one = range.prefix_len() == range.max_prefix_len();
                Pattern::new("*").is_ok_and(|all| own.covers(&all))
                    || one && own.matches(&range.addr().to_string())
            }
            (Self::Addresses(_), _) => self.covers(other),
        }
    }
}

/// Whether a name always means this very machine.
pub(super) fn is_localhost(name: &str) -> bool {
    name.strip_suffix(LOCALHOST).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::{Host, HostPattern};

    fn pattern(text: &str) -> HostPattern {
        HostPattern::new(text).expect("a pattern")
    }

    #[test]
    fn a_host_has_one_spelling() {
        let spellings = [
            ("Example.COM.", "example.com"),
            ("b\u{fc}cher.de", "xn--bcher-kva.de"),
            ("127.1", "127.0.0.1"),
            ("0x7f.0.0.1", "127.0.0.1"),
            ("017700000001", "127.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("127.0.0.1.", "127.0.0.1"),
            ("\u{ff11}27.0.0.1", "127.0.0.1"),
            ("[::1]", "::1"),
            ("::ffff:10.0.0.1", "10.0.0.1"),
            ("[::FFFF:A00:1]", "10.0.0.1"),
        ];
        for (text, expected) in spellings {
            let host = match Host::parse(text).expect("a host") {
                Host::Name(name) => name,
                Host::Address(address) => address.to_string(),
            };
            assert_eq!(host, expected, "{text}");
        }
        for text in ["", ".", "a b", "a\0b", "a/b", "a@b", "a:80", "fe80::1%eth0", "1.2.3.256"] {
            assert!(Host::parse(text).is_err(), "{text:?}");
        }
        assert!(Host::parse(&"a.".repeat(127)).is_ok());
        assert!(Host::parse(&"a.".repeat(128)).is_err());
    }

    #[test]
    fn a_star_stands_for_no_address_that_is_not_public() {
        let all = pattern("*");
        for text in ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"] {
            let address = text.parse().expect("an address");
            assert!(!all.matches_address(address), "{text}");
            assert!(pattern(text).matches_address(address), "{text}");
        }
        assert!(all.matches_address("8.8.8.8".parse().expect("an address")));
        assert!(pattern("127.0.0.0/8").names_address("127.1.2.3".parse().expect("an address")));
        assert!(pattern("localhost").names_address("::1".parse().expect("an address")));
        assert!(!pattern("local*").names_address("::1".parse().expect("an address")));
    }

    #[test]
    fn a_star_covers_neither_localhost_nor_a_range() {
        for other in ["localhost", "127.0.0.1", "10.0.0.0/8", "8.0.0.0/8"] {
            assert!(!pattern("*").covers(&pattern(other)), "{other}");
            assert!(pattern("*").asks_for(&pattern(other)), "{other}");
        }
        assert!(pattern("*").covers(&pattern("*.example.com")));
        assert!(pattern("10.0.0.0/8").covers(&pattern("10.1.0.0/16")));
        assert!(!pattern("10.1.0.0/16").covers(&pattern("10.0.0.0/8")));
    }

    #[test]
    fn a_slash_outside_of_a_range_is_refused() {
        for text in ["example.com/", "10.0.0.0/33", "a/8", "b\u{fc}cher.de"] {
            assert!(HostPattern::new(text).is_err(), "{text}");
        }
    }
}
