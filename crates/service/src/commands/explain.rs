//! `tirkeu explain CASE`: a decision as the applicant may read it. Facts about owners stay neutral,
//! and nobody is named.

use std::process::ExitCode;

use ::store::{CaseKey, CaseQuery, JournalRow, Store};
use clap::ValueEnum;
use jiff::Timestamp;
use residence::case::{Case, Line, State};
use residence::checks::Rule;
use residence::decision::{Decision, Ruling};
use residence::facts::Language;
use residence::ground::{Article, Finding, Outcome as Found, RuleId};
use residence::intake::Signature;
use residence::law::almaty;
use residence::names::{CaseId, CaseNumber};
use service::cases::{Loaded, parsed, read};
use service::text::{Texts, key};

use super::{ConfigAt, Failure, Outcome, output};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Explain {
    /// The application: its reference number (BCDF-GHJK-LMNP) or its id.
    case: String,
    /// In which language.
    #[arg(long, value_enum, default_value = "kk")]
    lang: Lang,
    #[command(flatten)]
    at: ConfigAt,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Kk,
    Ru,
    En,
}

impl Explain {
    pub(super) async fn run(self) -> Outcome {
        let store = super::store::look(&self.at.load()?).await?;
        let language = match self.lang {
            Lang::Kk => Language::Kk,
            Lang::Ru => Language::Ru,
            Lang::En => Language::En,
        };
        let texts = Texts::built_in();
        let Some(Loaded { case, .. }) = find(&*store, &self.case).await? else {
            if let Some(said) = act(&*store, &texts, language, &self.case).await? {
                output::say(said);
                return Ok(ExitCode::SUCCESS);
            }
            let number = [("number", self.case.as_str())];
            return Err(Failure(texts.say(language, "explain-unknown", &number)));
        };
        let journal = store.journal(case.id).await?;
        let teller = Teller { texts: &texts, language, case: &case, told: Vec::new() };
        for line in teller.tell(&journal)? {
            output::say(line);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A case by its id or its reference number, however it is typed.
pub(super) async fn find(store: &dyn Store, name: &str) -> Result<Option<Loaded>, Failure> {
    let name = name.trim();
    if let Ok(id) = name.to_ascii_lowercase().parse::<CaseId>() {
        let stored = store.load(id).await?;
        return Ok(stored.as_ref().map(read).transpose()?);
    }
    let Ok(number) = name.to_ascii_uppercase().parse::<CaseNumber>() else {
        return Err(Failure(format!(
            "`{name}` is no reference number (such as BCDF-GHJK-LMNP) and no id (32 hexadecimal \
             digits); copy it from the application"
        )));
    };
    let query =
        CaseQuery { key: CaseKey::Number, value: number.to_string(), before: None, limit: 1 };
    Ok(store.cases(&query).await?.first().map(read).transpose()?)
}

/// What an act of a service centre is, where this is the number of one.
pub(super) async fn act(
    store: &dyn Store,
    texts: &Texts,
    language: Language,
    name: &str,
) -> Result<Option<String>, Failure> {
    let Ok(number) = name.trim().to_ascii_uppercase().parse::<CaseNumber>() else {
        return Ok(None);
    };
    let Some(act) = service::app::App::act_in(store, number).await? else { return Ok(None) };
    let kind = texts.say(language, &key("act-kind", act.matter.kind.as_str()), &[]);
    let state = texts.say(language, &key("act-state", act.state.as_str()), &[]);
    let params = [("number", number.as_str()), ("kind", &kind), ("state", &state)];
    Ok(Some(texts.say(language, "explain-act", &params)))
}

/// Puts a case into words.
struct Teller<'a> {
    texts: &'a Texts,
    language: Language,
    case: &'a Case,
    told: Vec<String>,
}

impl Teller<'_> {
    fn tell(mut self, journal: &[JournalRow]) -> Result<Vec<String>, Failure> {
        self.heading();
        self.application();
        self.standing();
        if let Some(decision) = self.case.state.decision() {
            self.grounds(decision);
            self.notes(decision);
        }
        self.consents();
        if let Some(decision) = self.case.state.decision() {
            self.not_judged(decision);
        }
        self.journal(journal)?;
        Ok(self.told)
    }

    fn say(&self, key: &str, params: &[(&str, &str)]) -> String {
        self.texts.say(self.language, key, params)
    }

    fn line(&mut self, text: impl Into<String>) {
        self.told.push(text.into());
    }

    fn section(&mut self, key: &str) {
        let title = self.say(key, &[]);
        self.told.extend([String::new(), title]);
    }

    fn heading(&mut self) {
        let number = self.case.number();
        let heading = self.say("explain-heading", &[("number", number.as_str())]);
        self.line(heading);
    }

    /// What was applied for.
    fn application(&mut self) {
        let (language, application) = (self.language, &self.case.application);
        let known = self.case.state.filed().and_then(|filed| filed.known.as_ref());
        let address = known.and_then(|known| known.address.as_ref());
        let address =
            address.map_or_else(|| application.rka.to_string(), |address| address.line(language));
        let reason = serde_json::to_value(application.reason).unwrap_or_default();
        let reason = self.say(&key("reason", reason.as_str().unwrap_or_default()), &[]);
        let fields = [
            ("kind", Some(self.texts.kind(language, application.kind))),
            ("months", application.months.map(|months| months.to_string())),
            ("rka", Some(address)),
            ("reason", Some(reason)),
            ("arrived_on", application.arrived_on.map(|day| day.to_string())),
            ("signature", self.signature()),
            ("channel", Some(self.texts.channel(language, application.channel))),
        ];
        for (field, value) in fields {
            if let Some(value) = value {
                let name = self.texts.field(language, field);
                self.line(format!("  {name}: {value}"));
            }
        }
    }

    /// How it was signed, and under which digest the evidence is kept.
    fn signature(&self) -> Option<String> {
        let (method, evidence) = match &self.case.state.filed()?.signature {
            Signature::Sms { .. } => ("sms", None),
            Signature::Eds { evidence, .. } => ("eds", Some(evidence)),
            Signature::Qr { evidence, .. } => ("qr", Some(evidence)),
        };
        let said = self.say(&key("signed-by", method), &[]);
        let evidence = evidence.map(|digest| format!(" ({digest})")).unwrap_or_default();
        Some(said + &evidence)
    }

    /// How it was decided, or where it stands, and by which law.
    fn standing(&mut self) {
        let standing = match (&self.case.state, self.case.state.decision()) {
            (State::Withdrawn(_, _, at), _) => {
                self.say("explain-withdrawn", &[("at", &moment(*at))])
            }
            (_, Some(decision)) => {
                let ruling = match decision.ruling {
                    Ruling::Approved => "approved",
                    Ruling::Refused => "refused",
                    Ruling::Referred => "referred",
                };
                let at = moment(decision.at);
                self.say("explain-decision", &[("ruling", ruling), ("at", &at)])
            }
            (_, None) => {
                let status = self.texts.status(self.language, self.case.status());
                self.say("explain-undecided", &[("status", &status)])
            }
        };
        self.told.extend([String::new(), standing]);
        if let Some(filed) = self.case.state.filed() {
            let date = filed.signed_on.to_string();
            let source = filed.law.source.as_str();
            let law = self.say("explain-law", &[("date", &date), ("source", source)]);
            self.line(law);
        }
    }

    fn grounds(&mut self, decision: &Decision) {
        let mut said = Vec::new();
        for finding in decision.grounds() {
            let text = self.texts.ground(self.language, finding.rule, &finding.params);
            // Several faults of owners are one sentence, said once.
            if said.contains(&text) {
                continue;
            }
            if said.is_empty() {
                self.section("explain-grounds");
            }
            let article = self.texts.article(self.language, article(finding.rule));
            let ground = self.say("explain-ground", &[("text", &text), ("article", &article)]);
            self.line(format!("- {ground}{}", named(finding.rule)));
            said.push(text);
            self.evidence(finding);
            let remedy = self.texts.remedy(self.language, finding.rule, &finding.params);
            let remedy = self.say("explain-remedy", &[("text", &remedy)]);
            self.line(format!("  {remedy}"));
        }
        if decision.ruling == Ruling::Refused {
            let again = self.say("explain-again", &[]);
            self.line(again);
        }
    }

    /// Which registers answered when. What the state of an owner was read from stays unsaid.
    fn evidence(&mut self, finding: &Finding) {
        if finding.rule.is_neutral() {
            return;
        }
        for evidence in &finding.evidence {
            let (register, time) = (evidence.register.as_str(), moment(evidence.at));
            let params = [("register", register), ("time", time.as_str())];
            let text = self.say("explain-evidence", &params);
            self.line(format!("  {text}"));
        }
    }

    fn notes(&mut self, decision: &Decision) {
        for (place, finding) in decision.notes().enumerate() {
            if place == 0 {
                self.section("explain-notes");
            }
            let text = self.texts.note(self.language, finding.rule, &finding.params);
            let article = self.texts.article(self.language, article(finding.rule));
            let note = self.say("explain-ground", &[("text", &text), ("article", &article)]);
            self.line(format!("- {note}{}", named(finding.rule)));
            self.evidence(finding);
        }
    }

    /// Who was asked, as what, and what came of it; never who they are.
    fn consents(&mut self) {
        let decision = self.case.state.decision();
        let asks = decision.into_iter().flat_map(|decision| &decision.findings);
        let asks: Vec<&Finding> = asks.filter(|finding| finding.outcome == Found::Ask).collect();
        let asking = self.case.state.asking();
        let requests = asking.map(|asking| asking.requests.as_slice()).unwrap_or_default();
        if asks.is_empty() && requests.is_empty() {
            return;
        }
        self.section("explain-asks");
        for finding in asks {
            let text = self.texts.asks(self.language, finding.rule);
            let article = self.texts.article(self.language, article(finding.rule));
            let ask = self.say("explain-ground", &[("text", &text), ("article", &article)]);
            self.line(format!("- {ask}{}", named(finding.rule)));
            self.evidence(finding);
        }
        for request in requests {
            let who = self.texts.role(self.language, request.party.role);
            let status = self.say(&key("consent-status", request.status()), &[]);
            let party = self.say("explain-party", &[("who", &who), ("status", &status)]);
            self.line(format!("- {party}"));
        }
    }

    /// Rules that could not be judged; not where that would tell the state of an owner.
    fn not_judged(&mut self, decision: &Decision) {
        let tells =
            |name: &str| RuleId::ALL.iter().any(|rule| rule.is_neutral() && rule.as_str() == name);
        let because =
            |finding: &Finding| finding.params.get("because").cloned().unwrap_or_default();
        let all = decision.findings.iter().filter(|finding| {
            finding.outcome == Found::NotJudged
                && !finding.rule.is_neutral()
                && !tells(&because(finding))
        });
        for (place, finding) in all.enumerate() {
            if place == 0 {
                self.section("explain-not-judged");
            }
            let text = self.texts.not_judged(self.language, finding);
            self.line(format!("- {text}"));
        }
    }

    fn journal(&mut self, journal: &[JournalRow]) -> Result<(), Failure> {
        self.section("explain-journal");
        for row in journal {
            for line in parsed::<Vec<Line>>(&row.lines)? {
                let text = self.texts.journal(self.language, &line);
                self.line(format!("{}  {text}", moment(row.at)));
            }
        }
        Ok(())
    }
}

/// The id of a rule, to be looked up in `docs/law/`; none for the rules about the state of an owner.
fn named(rule: RuleId) -> String {
    if rule.is_neutral() { String::new() } else { format!(" [{rule}]") }
}

/// The text a rule rests on; the same one for all rules about the state of an owner.
fn article(rule: RuleId) -> Article {
    if rule.is_neutral() { Article::Announcement } else { Rule::of(rule).article }
}

/// A time as people in Kazakhstan read it, to the second.
fn moment(at: Timestamp) -> String {
    almaty().to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
