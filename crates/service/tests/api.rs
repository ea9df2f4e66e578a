//! The HTTP API as a program outside meets it: the real router over the real desk, worker and
//! embedded store; only the clock and the SMS centre are stood in for.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that goes wrong should stop there"
)]

mod api {
    mod app;
    mod bodies;
    mod certificates;
    mod channels;
    mod description;
    mod hostile;
    mod inbox;
    mod journey;
    mod kiosk;
    mod limits;
    mod listener;
    mod logs;
    mod looking;
    mod portal;
    mod reminders;
    mod residents;
    mod retention;
    mod rude;
    mod several;
    mod sign_in;
    mod status;
    mod town;
    mod visitor;
    mod visits;
    mod ways;
}
