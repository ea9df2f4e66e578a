//! The demo's side of signing: its authority, its key-holder, its phone.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![expect(clippy::print_stdout, reason = "what is left out is said")]

mod authority;
mod client;
mod key_holder;
mod made;
mod page;
mod phone_app;
mod served;
mod tools;
