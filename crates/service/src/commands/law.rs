//! `tirkeu law show`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use jiff::SignedDuration;
use jiff::civil::Date;
use residence::law::{self, Laws, Norm};
use serde::Serialize;
use service::{boot, clock};

use super::{ConfigAt, Failure, Outcome, output};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Law {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Shows the parameters in force on a day.
    #[command(after_help = "Example:\n  tirkeu law show --at 2026-01-31 --law trial.toml")]
    Show {
        /// The day, such as 2026-01-31 [default: today in Almaty].
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
        /// A law file laid over the built-in parameters, instead of that of the configuration.
        #[arg(long, value_name = "FILE")]
        law: Option<PathBuf>,
        #[command(flatten)]
        config: ConfigAt,
    },
}

impl Law {
    pub(super) fn run(self) -> Outcome {
        let Action::Show { at, law, config } = self.action;
        let laws = match law {
            Some(file) if !file.exists() => {
                let file = file.display();
                return Err(Failure(format!("there is no law file {file}; check the path")));
            }
            Some(file) => boot::laws(Some(&file))?,
            // Without a configuration the built-in parameters are there to look at.
            None if !config.is_named() && !config.path().exists() => Laws::built_in(),
            None => boot::laws(config.load()?.law.as_deref())?,
        };
        let day = at.unwrap_or_else(|| law::day(clock::system()()));
        let dates: Vec<String> = laws.dates().iter().map(ToString::to_string).collect();
        output::say(format_args!(
            "# In force on {day}. Something begins on: {}.",
            dates.join(", ")
        ));
        for line in lines(&laws.on(day)) {
            output::say(line);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A version as a law file states it.
fn lines(version: &law::Law) -> Vec<String> {
    let law::Law {
        from,
        source,
        online_only,
        counter_scope,
        consent_window,
        consent_clock,
        consent_forms,
        consent_tries,
        consent_reminders,
        delivery_window,
        no_phone_window,
        phone_settle,
        co_owners,
        org_owner,
        rent_for,
        second_parent,
        subject_min_age,
        files_self_age,
        adult_age,
        temporary_months,
        temporary_notices,
        registration_duty,
        objection_window,
        sign_methods,
        reasons,
        norms,
    } = version;
    let months = format!("{{ min = {}, max = {} }}", temporary_months.min, temporary_months.max);
    let keys = [
        ("from", from.to_string()),
        ("source", words(source)),
        ("online_only", online_only.to_string()),
        ("counter_scope", words(counter_scope)),
        ("consent_window", duration(*consent_window)),
        ("consent_clock", words(consent_clock)),
        ("consent_forms", words(consent_forms)),
        ("consent_tries", consent_tries.to_string()),
        ("consent_reminders", durations(consent_reminders)),
        ("delivery_window", duration(*delivery_window)),
        ("no_phone_window", duration(*no_phone_window)),
        ("phone_settle", duration(*phone_settle)),
        ("co_owners", words(co_owners)),
        ("org_owner", words(org_owner)),
        ("rent_for", words(rent_for)),
        ("second_parent", words(second_parent)),
        ("subject_min_age", subject_min_age.to_string()),
        ("files_self_age", files_self_age.to_string()),
        ("adult_age", adult_age.to_string()),
        ("temporary_months", months),
        ("temporary_notices", durations(temporary_notices)),
        ("registration_duty", duration(*registration_duty)),
        ("objection_window", duration(*objection_window)),
        ("sign_methods", words(sign_methods)),
        ("reasons", words(reasons)),
    ];
    let mut lines = vec!["[[version]]".to_owned()];
    lines.extend(keys.into_iter().map(|(key, value)| format!("{key:20} = {value}")));
    for (kato, Norm { square_metres, from }) in norms {
        lines.extend([
            String::new(),
            "[[norm]]".to_owned(),
            format!("kato = \"{kato}\""),
            format!("from = {from}"),
            format!("square_metres = {square_metres}"),
        ]);
    }
    lines
}

/// Words of the law file: JSON writes texts and lists of texts as TOML does.
fn words(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn durations(several: &[SignedDuration]) -> String {
    let several: Vec<String> = several.iter().copied().map(duration).collect();
    format!("[{}]", several.join(", "))
}

/// A duration in the largest unit that says it without a fraction.
fn duration(duration: SignedDuration) -> String {
    let milliseconds = duration.as_millis();
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")];
    let unit = units.into_iter().find(|(size, _)| milliseconds % size == 0);
    let (size, unit) = unit.unwrap_or((1, "ms"));
    format!("\"{}{unit}\"", milliseconds / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_a_law_file() {
        let built_in = Laws::built_in();
        for day in built_in.dates() {
            let shown = built_in.on(day);
            let text = lines(&shown).join("\n");
            let read = Laws::with_overlay(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!(read.on(day), shown);
        }
    }
}
