//! `tirkeu office`: the first administrator of the office.

use std::process::ExitCode;

use clap::Subcommand;
use residence::names::Iin;
use service::desk::office::first_administrator;

use super::{ConfigAt, Failure, Outcome, output};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Office {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes somebody the administrator of the office, while it has none; from then on administrators
    /// grant roles in the office itself.
    #[command(
        after_help = "Example:\n  tirkeu office grant-first-administrator --iin 990101300017 \
                            --name \"Сынақова Айгерім\""
    )]
    GrantFirstAdministrator(First),
}

#[derive(clap::Args)]
struct First {
    /// Whose key opens the office.
    #[arg(long)]
    iin: String,
    /// Their name.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    at: ConfigAt,
}

impl Office {
    pub(super) async fn run(self) -> Outcome {
        let What::GrantFirstAdministrator(First { iin, name, at }) = self.what;
        let iin: Iin = iin.parse().map_err(|why| {
            Failure(format!("--iin is no ИИН ({why}); copy it from the identity card"))
        })?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Failure("--name is empty; write the name of the administrator".to_owned()));
        }
        super::logging::begin(super::logging::Look::Human)?;
        let store = super::store::own(&at.load()?).await?;
        let (now, bits) = (service::clock::system()(), service::chance::system()());
        match first_administrator(&*store, (iin, name), (bits, now)).await? {
            Some(staff) => {
                tracing::warn!(badge = %staff.badge, "the first administrator was named");
                output::say(format_args!(
                    "{name} is the first administrator of the office, number {}. They sign in there \
                     with their key.",
                    staff.badge
                ));
                Ok(ExitCode::SUCCESS)
            }
            None => Err(Failure(
                "the office has an administrator already; they grant roles on the page Staff of the \
                 office"
                    .to_owned(),
            )),
        }
    }
}
