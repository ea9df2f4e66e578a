//! How many requests one network address, or one kiosk, may make.
//!
//! Kept in memory: each node counts for itself. An address is a whole `/64` for IPv6, since that is
//! what one subscriber has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::limits::TooMany;

/// The most addresses that are told apart; those that come on top of them share one allowance.
const MOST_ADDRESSES: usize = 65_536;
/// The table is cleared of idle addresses at most so often, in milliseconds.
const CLEAR_EVERY_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// Whom requests are counted for: kiosks come through one address, and are known by their
/// certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// A network address.
    Address(IpAddr),
    /// The certificate of a kiosk, as its hash.
    Kiosk([u8; 32]),
}

/// The counts of all of them.
#[derive(Debug, Default)]
pub(crate) struct Network(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// Up to when each address has used its allowance, in milliseconds since 1970: an allowance is
    /// a minute long, and each request uses its share of it.
    used: HashMap<Source, i64>,
    cleared: i64,
}

impl Network {
    /// Counts a request; or says when there is room for the next.
    pub(crate) fn count(
        &self,
        source: Source,
        a_minute: u32,
        now: Timestamp,
    ) -> Result<(), TooMany> {
        let now = now.as_millisecond();
        let share = MINUTE_MS / i64::from(a_minute.max(1));
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = table.key(source.subscriber(), now);
        let used = table.used.entry(key).or_insert(now);
        let next = (*used).max(now).saturating_add(share.max(1));
        let over = next - now - MINUTE_MS;
        if over > 0 {
            return Err(TooMany { retry_after_seconds: over / 1000 + 1 });
        }
        *used = next;
        Ok(())
    }
}

impl Table {
    /// The name an address is counted under.
    fn key(&mut self, address: Source, now: i64) -> Source {
        if self.used.len() < MOST_ADDRESSES || self.used.contains_key(&address) {
            return address;
        }
        if now - self.cleared >= CLEAR_EVERY_MS {
            self.cleared = now;
            self.used.retain(|_, used| *used > now);
        }
        if self.used.len() < MOST_ADDRESSES {
            address
        } else {
            Source::Address(Ipv6Addr::UNSPECIFIED.into())
        }
    }
}

impl Source {
    fn subscriber(self) -> Self {
        match self {
            Self::Address(address) => Self::Address(match address.to_canonical() {
                IpAddr::V6(long) => {
                    Ipv6Addr::from_bits(long.to_bits() & !u128::from(u64::MAX)).into()
                }
                short @ IpAddr::V4(_) => short,
            }),
            kiosk @ Self::Kiosk(_) => kiosk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Source {
        Source::Address(address.parse().unwrap())
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_763_960_400_000 + ms).unwrap()
    }

    #[test]
    fn an_address_has_its_allowance_and_gets_it_back_evenly() {
        let network = Network::default();
        let address = from("192.0.2.1");
        for _ in 0..60 {
            assert_eq!(network.count(address, 60, at(0)), Ok(()));
        }
        assert!(network.count(address, 60, at(0)).is_err());
        assert!(network.count(address, 60, at(999)).is_err());
        assert_eq!(network.count(address, 60, at(1_000)), Ok(()));
        assert!(network.count(address, 60, at(1_000)).is_err());
        assert_eq!(network.count(from("192.0.2.2"), 60, at(0)), Ok(()));
        assert_eq!(network.count(Source::Kiosk([7; 32]), 60, at(0)), Ok(()));
    }

    #[test]
    fn one_subscriber_is_one_address() {
        let network = Network::default();
        for last in 0..2 {
            let address = from(&format!("2001:db8:1:2::{last}"));
            assert_eq!(network.count(address, 1, at(0)).is_ok(), last == 0);
        }
        assert_eq!(network.count(from("2001:db8:1:3::"), 1, at(0)), Ok(()));
    }

    #[test]
    fn the_table_is_bounded() {
        let network = Network::default();
        for n in 0..70_000u32 {
            // The last of them find the table full.
            let _counted_or_refused =
                network.count(Source::Address(n.to_be_bytes().into()), 300, at(0));
        }
        assert!(network.0.lock().unwrap().used.len() <= MOST_ADDRESSES + 1);
        assert_eq!(network.count(from("203.0.113.9"), 300, at(120_000)), Ok(()));
        assert_eq!(network.0.lock().unwrap().used.len(), 1);
    }
}
