//! Who stands behind an address: what connections and tries are counted by.

use std::net::{IpAddr, Ipv6Addr};

/// The address that counts as one visitor: of IPv6 the first 64 bits, for whoever has one address has all of them.
pub fn prefix(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(long) => Ipv6Addr::from_bits(long.to_bits() & (u128::MAX << 64)).into(),
        short @ IpAddr::V4(_) => short,
    }
}

/// An address as its tries are counted; what is none stays as it is.
pub(crate) fn counted(ip: &str) -> String {
    ip.parse().map_or_else(|_| ip.to_owned(), |ip| prefix(ip).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ipv6_counts_by_its_first_half_and_a_mapped_one_as_ipv4() {
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("2001:db8:1:2:ffff::"), counted("2001:db8:1:2::1"));
        assert_ne!(counted("2001:db8:1:3::1"), counted("2001:db8:1:2::1"));
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("192.0.2.7"), "192.0.2.7");
    }
}
