//! Trust sets that are built in. They are never mixed: whoever believes the demo believes everybody.

use crate::verify::Trust;
use crate::x509::Certificate;

/// The authorities of the demo: root and issuing, of GOST-2015 and of RSA.
const DEMO: [&[u8]; 4] = [
    include_bytes!("../../certs/demo/root-gost.cer"),
    include_bytes!("../../certs/demo/issuing-gost.cer"),
    include_bytes!("../../certs/demo/root-rsa.cer"),
    include_bytes!("../../certs/demo/issuing-rsa.cer"),
];

impl Trust {
    /// The demo's own authorities, whose keys everybody has. Never for anything but a demo.
    #[must_use]
    pub fn demo() -> Self {
        of(&DEMO)
    }
}

fn of(set: &[&[u8]]) -> Trust {
    Trust::new(set.iter().filter_map(|der| Certificate::read(der).ok()).collect())
}
