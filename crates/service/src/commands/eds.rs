//! `tirkeu eds verify FILE`: whether a signature counts, in words or as JSON. No policy on signers is
//! applied: organisations pass.

mod found;
mod input;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use eds::cms::SignedData;
use eds::verify::{Checked, Grounds, Report, Verdict, check_certificate, verify};
use eds::x509::Certificate;
use eds::{Malformed, xml};
use jiff::{SignedDuration, Timestamp};
use service::clock;

use super::{Failure, Outcome, output};

use found::{Content, Found};
use input::Form;

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Eds {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Judges one signature (CMS or XML) or one certificate; in DER, PEM, bare Base64 or XML.
    ///
    /// Exit status: 0 if it passed, 1 if it failed or cannot be read, 2 if it cannot be said (the three
    /// outcomes of ETSI EN 319 102-1).
    #[command(
        after_help = "Examples:\n  tirkeu eds verify application.cms --content application.txt\n  \
                            tirkeu eds verify letter.xml --trust certificates/ --crl nca.crl --json"
    )]
    Verify(Verify),
}

#[derive(clap::Args)]
struct Verify {
    /// What is judged.
    file: PathBuf,
    /// What was signed, if the signature is kept apart from it.
    #[arg(long, value_name = "FILE")]
    content: Option<PathBuf>,
    /// Whom people are certified by: prod, demo, or a folder of certificates in DER or PEM.
    #[arg(long, value_name = "prod|demo|FOLDER", default_value = "prod")]
    trust: PathBuf,
    /// Whom authorities of time-stamps are certified by [default: as --trust].
    #[arg(long, value_name = "prod|demo|FOLDER")]
    tsa_trust: Option<PathBuf>,
    /// The time of judging, such as 2026-01-31T12:00:00+05:00 [default: now].
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// A revocation list; may be given several times. Without one, nobody is asked whether anything is
    /// revoked.
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// Say it as JSON.
    #[arg(long)]
    json: bool,
}

impl Eds {
    pub(super) fn run(self) -> Outcome {
        let Action::Verify(verify) = self.action;
        verify.run()
    }
}

/// What was judged, and what came of it.
enum Judged {
    Cms(Report, Content),
    Xml(Report),
    Certificate(Box<Certificate>, Checked),
}

impl Verify {
    fn run(self) -> Outcome {
        let trust = input::trust("--trust", &self.trust)?;
        let stamp_trust = match &self.tsa_trust {
            Some(named) => input::trust("--tsa-trust", named)?,
            None => trust.clone(),
        };
        let lists = self.crl.iter().map(|file| input::list(file)).collect::<Result<Vec<_>, _>>()?;
        let grounds = Grounds {
            at: self.at.unwrap_or_else(|| clock::system()()),
            trust: &trust,
            stamp_trust: &stamp_trust,
            needs_revocation: false,
            lists: &lists,
            answers: &[],
            answer_age: SignedDuration::ZERO,
        };
        let bytes = input::read(&self.file)?;
        let content = self.content.as_deref().map(input::read).transpose()?;
        let judged = match (input::form(&bytes), content) {
            (Ok(Form::Cms(der)), content) => judge_cms(&der, content.as_deref(), &grounds),
            (Ok(_), Some(_)) => {
                return Err(Failure::because(
                    "--content is for a signature of CMS that is kept apart; this file is none, so \
                     leave --content out",
                ));
            }
            (Ok(Form::Xml), None) => xml::verify(&bytes, &grounds).map(Judged::Xml),
            (Ok(Form::Certificate(one)), None) => {
                let checked = check_certificate(&one, &grounds);
                Ok(Judged::Certificate(one, checked))
            }
            (Err(malformed), _) => Err(malformed),
        };
        let found = Found::new(&self.file, &self.trust, &grounds, judged);
        self.say(&found)
    }

    fn say(&self, found: &Found) -> Outcome {
        if self.json {
            let json = serde_json::to_string_pretty(found);
            output::say(json.map_err(|error| Failure(format!("no JSON can be made: {error}")))?);
        } else if found.kind.is_some() {
            words::lines(found).iter().for_each(output::say);
        } else {
            let file = self.file.display();
            return Err(Failure(format!(
                "{file} is neither a signature (CMS, XML) nor a certificate that can be read: {}; give \
                 the file as it was made",
                found.why
            )));
        }
        Ok(match found.outcome {
            Verdict::Passed => ExitCode::SUCCESS,
            Verdict::Failed(_) => ExitCode::FAILURE,
            Verdict::Indeterminate(_) => ExitCode::from(2),
        })
    }
}

fn judge_cms(
    der: &[u8],
    content: Option<&[u8]>,
    grounds: &Grounds<'_>,
) -> Result<Judged, Malformed> {
    let is_inside = SignedData::read(der)?.content.is_some();
    let place = match (is_inside, content) {
        (true, _) => Content::Attached,
        (false, Some(_)) => Content::Detached,
        (false, None) => Content::Missing,
    };
    Ok(Judged::Cms(verify(der, content, grounds)?, place))
}
