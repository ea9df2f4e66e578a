//! `tirkeu`: the service and everything its administrator does with it.

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}
