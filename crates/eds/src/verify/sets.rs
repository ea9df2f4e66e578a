//! Trust sets that are built in. They are never mixed: whoever believes the demo believes everybody.

use crate::verify::Trust;
use crate::x509::Certificate;

/// The production authorities of the state: root and issuing, of GOST-2015.
const PROD: [&[u8]; 2] = [
    include_bytes!("../../certs/prod/root-gost-2022.cer"),
    include_bytes!("../../certs/prod/nca-gost-2022.cer"),
];

/// The authorities of the demo: root and issuing, of GOST-2015 and of RSA.
const DEMO: [&[u8]; 4] = [
    include_bytes!("../../certs/demo/root-gost.cer"),
    include_bytes!("../../certs/demo/issuing-gost.cer"),
    include_bytes!("../../certs/demo/root-rsa.cer"),
    include_bytes!("../../certs/demo/issuing-rsa.cer"),
];

impl Trust {
    /// The production authorities of the state. Their source is in `certs/prod/README.md`.
    #[must_use]
    pub fn prod() -> Self {
        of(&PROD)
    }

    /// The demo's own authorities, whose keys everybody has. Never for anything but a demo.
    #[must_use]
    pub fn demo() -> Self {
        of(&DEMO)
    }
}

fn of(set: &[&[u8]]) -> Trust {
    Trust::new(set.iter().filter_map(|der| Certificate::read(der).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_certificate_is_there_and_none_is_in_two_sets() {
        let (prod, demo) = (Trust::prod(), Trust::demo());
        assert_eq!((prod.roots().len(), prod.others().len()), (1, 1));
        assert_eq!((demo.roots().len(), demo.others().len()), (2, 2));
        let all = prod.roots().iter().chain(prod.others());
        assert!(
            all.into_iter().all(|one| !demo.roots().contains(one) && !demo.others().contains(one))
        );
    }
}
