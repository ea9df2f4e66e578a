//! The pages in a real browser: Debian's Chromium, headless, driven over WebDriver, against the real
//! service. It needs chromium, chromedriver and the folder where `npm ci` was run, named by
//! `TIRKEU_BROWSER`; without that the tests say so and check nothing. `./test` sees to all of it.
//!
//! A test opens a [`visitor::Visitor`] with a [`face::Face`]: a language, a width, with scripts or
//! without. Whatever a page complains about in the console fails the test where it happens.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail where it stands, and says where it left its pictures"
)]

mod axe;
mod by_keyboard;
mod certificates;
mod chromedriver;
mod elements;
mod errors;
mod face;
mod journey;
mod keyboard;
mod keys;
mod kiosk;
mod languages;
mod layout;
mod mobile;
mod office;
mod owner;
mod pages;
mod patience;
mod people;
mod pictures;
mod proofs;
mod qr;
mod refused;
mod session;
mod shared_device;
mod slots;
mod stage;
mod statistics;
mod steps;
mod trial;
mod visitor;
mod weight;
mod wire;
