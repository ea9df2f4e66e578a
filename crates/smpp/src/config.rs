//! Where the SMS centre is and how to behave towards it.

use std::fmt;
use std::time::Duration;

/// Everything a link needs to know. Made by [`LinkConfig::parse`]; change fields after that and ask
/// [`LinkConfig::check`] again.
#[derive(Clone)]
pub struct LinkConfig {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// The account, at most 15 characters (SMPP 3.4, 5.2.1).
    pub system_id: String,
    /// Its password, at most 8 characters (SMPP 3.4, 5.2.2). Never printed.
    pub password: String,
    /// The sender shown on the phone: a short code, a word of up to 11 characters, or `+` and digits.
    pub source_address: String,
    /// Submits that may wait for their response at once (SMPP 3.4, 2.9).
    pub window: usize,
    /// After how long without a word from the centre it is asked whether it is there. Also the
    /// longest that [`crate::LinkState::drained_through`] lags behind on a silent link.
    pub enquire_link_interval: Duration,
    /// How long any response may take, connecting and binding included.
    pub response_timeout: Duration,
    /// The first wait before connecting again.
    pub reconnect_min: Duration,
    /// The longest wait before connecting again.
    pub reconnect_max: Duration,
    /// How long a new session must have brought nothing before the centre counts as drained.
    pub quiet: Duration,
    /// After how long a session counts as drained although it was never quiet, as a busy one is not.
    /// What the centre had gathered comes first and fast, so a minute is plenty.
    pub drain_limit: Duration,
    /// The first pause after the centre said "too fast"; it doubles up to 32 times itself.
    pub throttle_pause: Duration,
    /// How often one part is sent in all when the centre says "too fast".
    pub throttle_tries: u32,
    /// Where the spread of the reconnect waits starts from; give each node another.
    pub jitter_seed: u64,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not an SMPP address.
    #[error("the SMS centre's address must look like smpp://system_id@host:port")]
    NotSmpp,
    /// TLS is asked for but not there.
    #[error("smpps:// needs TLS, which is not compiled in: use smpp:// through a tunnel or a VPN")]
    NoTls,
    /// No account name before the `@`.
    #[error("the SMS centre's address has no system_id before the @")]
    NoSystemId,
    /// A password where everybody can read it.
    #[error("the password does not belong in the SMS centre's address: give it separately")]
    PasswordInUrl,
    /// No host.
    #[error("the SMS centre's address has no host")]
    NoHost,
    /// No port, or not a number from 1 to 65535.
    #[error("the SMS centre's address must end with a port from 1 to 65535")]
    BadPort,
    /// A text field does not fit its SMPP field.
    #[error("{field} must be {shortest} to {longest} ASCII characters")]
    BadText {
        /// The field's name.
        field: &'static str,
        /// Its least length in characters.
        shortest: usize,
        /// Its greatest length in characters.
        longest: usize,
    },
    /// A number or duration is out of range.
    #[error("{field} must be {range}")]
    OutOfRange {
        /// The field's name.
        field: &'static str,
        /// What it may be.
        range: &'static str,
    },
}

impl LinkConfig {
    /// Reads `smpp://system_id@host:port`, with everything else at its usual value.
    ///
    /// # Errors
    /// Says which part of the address, or which credential, is wrong.
    pub fn parse(url: &str, password: &str) -> Result<LinkConfig, ConfigError> {
        let rest = match url.split_once("://") {
            Some(("smpp", rest)) => rest,
            Some(("smpps", _)) => return Err(ConfigError::NoTls),
            _ => return Err(ConfigError::NotSmpp),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (system_id, place) = rest.rsplit_once('@').ok_or(ConfigError::NoSystemId)?;
        if system_id.contains(':') {
            return Err(ConfigError::PasswordInUrl);
        }
        if system_id.is_empty() {
            return Err(ConfigError::NoSystemId);
        }
        let (host, port) = place.rsplit_once(':').ok_or(ConfigError::BadPort)?;
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let host = bracketed.unwrap_or(host);
        if host.is_empty() || host.contains(['/', '?', '#']) {
            return Err(ConfigError::NoHost);
        }
        let port = port.parse().ok().filter(|port| *port != 0).ok_or(ConfigError::BadPort)?;
        let config = LinkConfig {
            host: host.to_owned(),
            port,
            system_id: system_id.to_owned(),
            password: password.to_owned(),
            source_address: "1414".to_owned(),
            window: 32,
            enquire_link_interval: Duration::from_secs(10),
            response_timeout: Duration::from_secs(10),
            reconnect_min: Duration::from_millis(500),
            reconnect_max: Duration::from_secs(30),
            quiet: Duration::from_secs(2),
            drain_limit: Duration::from_secs(60),
            throttle_pause: Duration::from_millis(100),
            throttle_tries: 10,
            jitter_seed: 0,
        };
        config.check()?;
        Ok(config)
    }

    /// Whether all fields can be used.
    ///
    /// # Errors
    /// Names the first field that cannot.
    pub fn check(&self) -> Result<(), ConfigError> {
        let texts = [
            ("system_id", &self.system_id, 1, 15),
            ("the password", &self.password, 0, 8),
            ("the source address", &self.source_address, 1, 20),
        ];
        for (field, text, shortest, longest) in texts {
            let fits = (shortest..=longest).contains(&text.len());
            if !fits || !text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
                return Err(ConfigError::BadText { field, shortest, longest });
            }
        }
        let day = Duration::from_secs(86_400);
        let above_zero = |time: Duration| !time.is_zero() && time <= day;
        let numbers = [
            ("window", (1..=1000).contains(&self.window), "from 1 to 1000"),
            ("throttle_tries", (1..=100).contains(&self.throttle_tries), "from 1 to 100"),
            ("enquire_link_interval", above_zero(self.enquire_link_interval), "above 0"),
            ("response_timeout", above_zero(self.response_timeout), "above 0"),
            ("reconnect_min", above_zero(self.reconnect_min), "above 0"),
            ("reconnect_max", above_zero(self.reconnect_max), "above 0"),
            ("reconnect_max", self.reconnect_max >= self.reconnect_min, "at least reconnect_min"),
            ("quiet", self.quiet <= day, "at most a day"),
            ("drain_limit", self.drain_limit <= day, "at most a day"),
            ("throttle_pause", above_zero(self.throttle_pause), "above 0"),
        ];
        match numbers.into_iter().find(|(_, fits, _)| !fits) {
            Some((field, _, range)) => Err(ConfigError::OutOfRange { field, range }),
            None => Ok(()),
        }
    }

    /// The wait before connecting for the `attempt`-th time in a row without a session: doubling,
    /// bounded, and spread by up to a quarter so that many nodes do not come back at once.
    pub(crate) fn reconnect_wait(&self, attempt: u32) -> Duration {
        let doubled = self.reconnect_min.saturating_mul(1 << attempt.min(16));
        let wait = doubled.min(self.reconnect_max);
        let share = mix(self.jitter_seed.wrapping_add(u64::from(attempt))) % 1000;
        let spread = wait.saturating_mul(u32::try_from(share).unwrap_or_default()) / 4000;
        wait.saturating_sub(spread)
    }
}

/// The finaliser of SplitMix64: neighbouring seeds give unrelated numbers.
fn mix(seed: u64) -> u64 {
    let seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    seed ^ (seed >> 31)
}

impl fmt::Debug for LinkConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkConfig")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("system_id", &self.system_id)
            .field("source_address", &self.source_address)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, expected) in [
            ("smpp://tirkeu@127.0.0.1:2775", Ok(("tirkeu", "127.0.0.1", 2775))),
            ("smpp://a@sms.example.kz:2775/", Ok(("a", "sms.example.kz", 2775))),
            ("smpp://a@[::1]:2775", Ok(("a", "::1", 2775))),
            ("smpp://a@b@host:1", Ok(("a@b", "host", 1))),
            ("smpps://a@host:2775", Err(ConfigError::NoTls)),
            ("http://a@host:2775", Err(ConfigError::NotSmpp)),
            ("host:2775", Err(ConfigError::NotSmpp)),
            ("smpp://host:2775", Err(ConfigError::NoSystemId)),
            ("smpp://@host:2775", Err(ConfigError::NoSystemId)),
            ("smpp://a:secret@host:2775", Err(ConfigError::PasswordInUrl)),
            ("smpp://a@:2775", Err(ConfigError::NoHost)),
            ("smpp://a@host", Err(ConfigError::BadPort)),
            ("smpp://a@host:0", Err(ConfigError::BadPort)),
            ("smpp://a@host:70000", Err(ConfigError::BadPort)),
            (
                "smpp://sixteen-letters-@host:1",
                Err(ConfigError::BadText { field: "system_id", shortest: 1, longest: 15 }),
            ),
        ] {
            let parsed = LinkConfig::parse(url, "secret");
            let parsed = parsed.as_ref().map(|c| (c.system_id.as_str(), c.host.as_str(), c.port));
            assert_eq!(parsed, expected.as_ref().map(|e| *e), "{url}");
        }
        assert!(LinkConfig::parse("smpp://a@h:1", "").is_ok());
        let long = LinkConfig::parse("smpp://a@h:1", "ninechars").unwrap_err();
        assert_eq!(long.to_string(), "the password must be 0 to 8 ASCII characters");
    }

    #[test]
    fn values_out_of_range_are_named() {
        let good = LinkConfig::parse("smpp://a@h:1", "p").unwrap();
        type Spoil = fn(&mut LinkConfig);
        let cases: [(&str, Spoil); 5] = [
            ("window must be from 1 to 1000", |c| c.window = 0),
            ("quiet must be at most a day", |c| c.quiet = Duration::MAX),
            ("reconnect_max must be at least reconnect_min", |c| c.reconnect_min *= 1000),
            ("the source address must be 1 to 20 ASCII characters", |c| c.source_address.clear()),
            ("response_timeout must be above 0", |c| c.response_timeout = Duration::ZERO),
        ];
        for (message, spoil) in cases {
            let mut config = good.clone();
            spoil(&mut config);
            assert_eq!(config.check().unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn the_password_is_not_printed() {
        let config = LinkConfig::parse("smpp://a@h:1", "hidden").unwrap();
        assert!(!format!("{config:?}").contains("hidden"));
    }

    #[test]
    fn waits_grow_and_are_bounded() {
        let mut config = LinkConfig::parse("smpp://a@h:1", "p").unwrap();
        for seed in 0..50 {
            config.jitter_seed = seed;
            for attempt in 0..40 {
                let full =
                    (config.reconnect_min * (1 << attempt.min(16))).min(config.reconnect_max);
                let wait = config.reconnect_wait(attempt);
                assert!(wait <= full && wait >= full * 3 / 4, "{seed} {attempt} {wait:?}");
            }
        }
        let other = LinkConfig { jitter_seed: 51, ..config.clone() };
        assert_ne!(config.reconnect_wait(20), other.reconnect_wait(20));
    }
}
