//! Time-stamps: none counts that was not made.
#![no_main]

use eds::tsp::{self, Stamp};
use fuzz::signed::{TEXT, holds, world};

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let granted = tsp::granted(bytes);
    let response = Stamp::read_response(bytes);
    assert!(granted.is_ok() || response.is_err());
    for stamp in [Stamp::read(bytes), response].into_iter().flatten() {
        if stamp.signer(TEXT).is_ok() {
            assert!(holds(bytes, &world().stamp_info), "nobody has stamped it");
        }
        assert!(stamp.signer(b"application 18").is_err(), "something else was stamped");
    }
}
