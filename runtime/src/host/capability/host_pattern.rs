//! Hosts, and patterns that match them: names, addresses, and address ranges.

use std::net::IpAddr;

use ipnet::IpNet;

use super::address;
use super::pattern::Pattern;

/// The maximum length of a host name (RFC 1035).
const MAX_NAME: usize = 253;
/// The maximum length of the text of a host in bytes. Each character of a name has at most four.
const MAX_TEXT: usize = 4 * MAX_NAME;
/// The name of the loopback addresses (RFC 6761).
const LOCALHOST: &str = "localhost";

/// A normalized host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// A name in lower-case ASCII, without a trailing dot.
    Name(String),
    /// An address; IPv4-mapped IPv6 addresses are converted to IPv4.
    Address(IpAddr),
}

impl Host {
    /// Parses a name or an address. The notations that URLs allow for IPv4, such as `127.1` and `0x7f.1`, are
    /// addresses.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let too_long = || format!("the host name is longer than {MAX_NAME} characters");
        if text.len() > MAX_TEXT {
            return Err(too_long());
        }
        if let Some(address) = parse_address(text) {
            return Ok(Self::Address(address));
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        match url::Host::parse(text) {
            Ok(url::Host::Domain(name)) if name.len() <= MAX_NAME => Ok(Self::Name(name)),
            Ok(url::Host::Domain(_)) => Err(too_long()),
            Ok(url::Host::Ipv4(address)) => Ok(Self::Address(address.into())),
            Ok(url::Host::Ipv6(address)) => Ok(Self::Address(IpAddr::V6(address).to_canonical())),
            Err(error) => Err(format!("`{}` is not a host: {error}", text.escape_debug())),
        }
    }
}

/// Parses an address, with or without brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    bare.unwrap_or(text).parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// The hosts that a permission is for.
#[derive(Debug, Clone)]
pub(super) enum HostPattern {
    Names(Pattern),
    Addresses(IpNet),
}

impl HostPattern {
    pub(super) fn new(text: &str) -> Result<Self, String> {
        if let Some(address) = parse_address(text) {
            return Ok(Self::Addresses(address.into()));
        }
        if text.contains("://") {
            return Err("the pattern is a URL; write only its host".into());
        }
        if text.contains('/') {
            let range = text.parse::<IpNet>();
            return range.map(Self::Addresses).map_err(|_| {
                "`/` is allowed only in address ranges, such as `10.0.0.0/8` and `fd00::/8`".into()
            });
        }
        if !text.is_ascii() {
            return Err("the host name is not ASCII; write its Punycode form, `xn--…`".into());
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let pattern = Pattern::new(&name)?;
        check_names(&pattern)?;
        Ok(Self::Names(pattern))
    }

    /// `true` if the pattern matches the name, whatever the addresses are that the name resolves to.
    pub(super) fn matches_name(&self, name: &str) -> bool {
        matches!(self, Self::Names(pattern) if pattern.matches(name))
    }

    /// `true` if the pattern matches the address. Special-purpose addresses need [`Self::names_address`].
    pub(super) fn matches_address(&self, address: IpAddr) -> bool {
        self.names_address(address)
            || address::special_kind(address).is_none()
                && matches!(self, Self::Names(pattern) if pattern.matches(&address.to_string()))
    }

    /// `true` if the pattern states the address explicitly: as an address, a range, or `localhost`.
    pub(super) fn names_address(&self, address: IpAddr) -> bool {
        match self {
            Self::Names(pattern) => pattern.as_str() == LOCALHOST && address.is_loopback(),
            Self::Addresses(range) => range.contains(&address),
        }
    }

    /// `true` if the pattern matches every host that `other` matches.
    pub(super) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Addresses(range), Self::Addresses(other)) => range.contains(other),
            (Self::Addresses(_), Self::Names(_)) => false,
            (Self::Names(_), Self::Addresses(other)) => {
                other.prefix_len() == other.max_prefix_len() && self.matches_address(other.addr())
            }
            (Self::Names(pattern), Self::Names(other)) if other.as_str() == LOCALHOST => {
                pattern.as_str() == LOCALHOST
            }
            (Self::Names(pattern), Self::Names(other)) => pattern.covers(other),
        }
    }

    /// `true` if the pattern contains `*`.
    pub(super) fn has_stars(&self) -> bool {
        matches!(self, Self::Names(pattern) if !pattern.is_literal())
    }

    /// `true` if this is a pattern with `*`, and `other` is what no `*` stands for: addresses that need a permission of
    /// their own.
    pub(super) fn stars_exclude(&self, other: &Self) -> bool {
        let is_special = match other {
            Self::Names(pattern) => pattern.as_str() == LOCALHOST,
            Self::Addresses(_) => true,
        };
        self.has_stars() && is_special
    }

    /// `true` if a request for this pattern includes `other`: like [`Self::covers`], but `*` requests addresses of all
    /// kinds.
    pub(super) fn requests(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Names(pattern), Self::Names(other)) => pattern.covers(other),
            (Self::Names(pattern), Self::Addresses(range)) => {
                let is_single = range.prefix_len() == range.max_prefix_len();
                Pattern::new("*").is_ok_and(|all| pattern.covers(&all))
                    || is_single && pattern.matches(&range.addr().to_string())
            }
            (Self::Addresses(_), _) => self.covers(other),
        }
    }
}

/// Checks that a pattern matches names or addresses in the notation in which they are compared.
fn check_names(pattern: &Pattern) -> Result<(), String> {
    let text = pattern.as_str();
    let is_address = text.chars().all(|char| char.is_ascii_hexdigit() || matches!(char, ':' | '*'));
    if text.contains(':') && !is_address {
        return Err("the pattern matches no host; write a port in `port`".into());
    }
    if pattern.is_literal() {
        return match Host::parse(text)? {
            Host::Name(name) if name == text => Ok(()),
            Host::Name(name) => Err(format!("the pattern matches no host; write `{name}`")),
            Host::Address(address) => {
                Err(format!("the pattern matches no host; write `{address}`"))
            }
        };
    }
    // The code points that URLs forbid in domains, of those that are left.
    let forbidden = |char: char| char.is_ascii_control() || " #%<>?@[\\]^|".contains(char);
    match text.chars().find(|&char| forbidden(char)) {
        Some(char) => {
            Err(format!("the pattern matches no host: hosts have no `{}`", char.escape_debug()))
        }
        None if text.replace('*', "").len() > MAX_NAME => {
            Err(format!("the pattern matches no host: names have at most {MAX_NAME} characters"))
        }
        None => Ok(()),
    }
}

/// `true` if the name is `localhost` or one of its subdomains.
pub(super) fn is_localhost(name: &str) -> bool {
    name.strip_suffix(LOCALHOST).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::{Host, HostPattern};

    fn pattern(text: &str) -> HostPattern {
        HostPattern::new(text).expect("a valid pattern")
    }

    #[test]
    fn hosts_are_normalized() {
        let cases = [
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
        for (text, expected) in cases {
            let host = match Host::parse(text).expect("a valid host") {
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
    fn wildcard_matches_only_public_addresses() {
        let all = pattern("*");
        for text in ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"] {
            let address = text.parse().expect("a valid address");
            assert!(!all.matches_address(address), "{text}");
            assert!(pattern(text).matches_address(address), "{text}");
        }
        assert!(all.matches_address("8.8.8.8".parse().expect("a valid address")));
        assert!(
            pattern("127.0.0.0/8").names_address("127.1.2.3".parse().expect("a valid address"))
        );
        assert!(pattern("localhost").names_address("::1".parse().expect("a valid address")));
        assert!(!pattern("local*").names_address("::1".parse().expect("a valid address")));
    }

    #[test]
    fn wildcard_requests_but_does_not_cover_localhost_and_ranges() {
        for other in ["localhost", "127.0.0.1", "10.0.0.0/8", "8.0.0.0/8"] {
            assert!(!pattern("*").covers(&pattern(other)), "{other}");
            assert!(pattern("*").requests(&pattern(other)), "{other}");
        }
        assert!(pattern("*").covers(&pattern("*.example.com")));
        assert!(pattern("10.0.0.0/8").covers(&pattern("10.1.0.0/16")));
        assert!(!pattern("10.1.0.0/16").covers(&pattern("10.0.0.0/8")));
    }

    #[test]
    fn patterns_that_match_no_host_are_rejected() {
        let long = "*a".repeat(254);
        for text in [
            "example.com/",
            "10.0.0.0/33",
            "a/8",
            "b\u{fc}cher.de",
            "http://example.com",
            "nonsense pattern",
            "* .example.com",
            "example.com:443",
            "*.example.com:443",
            "*:443@x",
            "127.1",
            "0x7f.0.0.1",
            "1.2.3.256",
            "a@b",
            "*[*",
            &long,
        ] {
            assert!(HostPattern::new(text).is_err(), "{text}");
        }
        for text in
            ["*", "**", "2606:4700:*", "*:*", "a-b_c.Example.COM.", "xn--*", "*.*", "localhost"]
        {
            assert!(HostPattern::new(text).is_ok(), "{text}");
        }
    }
}
