//! One application: how it stands, what happens next, who must act and until when; taking it back.

use askama::Template;
use axum::http::StatusCode;
use residence::case::{Case, Line, Status};
use residence::consent::{ConsentRequest, Outcome, Sms};
use residence::ground::Finding;
use residence::names::CaseId;

use super::content::Content;
use super::frame::{Frame, html};
use super::kiosk::Receipt;
use super::question::Question;
use super::sign;
use super::stop::{Answer, Stop, go};
use super::visit::{Signed, SignedPost, Visit};
use super::ways::What;
use super::when::{Until, machine};
use crate::cases::parsed;
use crate::desk::certificates::attempt;
use crate::desk::{Caller, Refusal};
use crate::text::key;
use crate::web::extract::Id;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    f: Frame,
    c: View,
    content: Content,
    /// At a kiosk: where to follow it on a phone.
    receipt: Option<Receipt>,
}

/// The part of the page that changes by itself.
#[derive(Template)]
#[template(path = "parts/live.html")]
struct Live {
    f: Frame,
    c: View,
}

/// What the applicant can do.
struct Can {
    withdraw: bool,
    sign: bool,
    ask_again: bool,
    /// Take a certificate of what came of it.
    certify: bool,
}

/// An application as its applicant sees it.
struct View {
    id: String,
    number: String,
    /// The class of the status: `good`, `open`, `bad`, `quiet`.
    tone: &'static str,
    status: String,
    /// What happens next, and who must act.
    next: String,
    parties: Vec<Party>,
    grounds: Vec<Ground>,
    notes: Vec<String>,
    steps: Vec<Step>,
    /// Whether it may still move by itself.
    moves: bool,
    can: Can,
}

/// Somebody who is asked.
struct Party {
    role: String,
    status: String,
    /// The class of the tag.
    tone: &'static str,
    /// What it means.
    text: String,
    until: Option<Until>,
}

/// What stands in the way.
struct Ground {
    /// Empty where the rule itself is nobody else's business.
    rule: &'static str,
    text: String,
    remedy: String,
    article: String,
    /// Which register said so, and when.
    facts: Vec<String>,
}

/// A line of the journal.
struct Step {
    clock: String,
    machine: String,
    text: String,
    tone: &'static str,
}

/// Shows an application.
pub(crate) async fn show(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    let c = View::of(&visit, &case).await?;
    let heading = visit.say("case-heading", &[("number", &c.number)]);
    let frame = visit.frame(heading).await?;
    let page = CasePage {
        f: Frame { here: "applications", ..frame },
        content: Content::of(&visit, caller, &case.application).await?,
        receipt: visit.receipt(id),
        c,
    };
    visit.show(&page)
}

/// The part of the page that changes by itself, for its script.
pub(crate) async fn live(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    let c = View::of(&visit, &case).await?;
    let bare = Frame::bare(&visit.web, visit.language, visit.path(), String::new());
    let f = Frame { token: visit.form_token(), ..bare };
    Ok(html(StatusCode::OK, &Live { f, c })?)
}

impl View {
    async fn of(visit: &Visit, case: &Case) -> Result<Self, Stop> {
        let status = case.status();
        let waits = status == Status::Draft && sign::waits(visit, case.id).await?;
        let requests = case.state.asking().map(|a| a.requests.as_slice()).unwrap_or_default();
        let decision = case.state.decision();
        let grounds = decision.into_iter().flat_map(|decision| decision.grounds());
        let notes = decision.into_iter().flat_map(|decision| decision.notes());
        let texts = &visit.web.app.texts;
        let note = |found: &Finding| texts.note(visit.language, found.rule, &found.params);
        let mut shown: Vec<Ground> = Vec::new();
        for ground in grounds.map(|finding| Ground::of(visit, finding)) {
            // Several owners in a state that is not named make one ground to the reader.
            if !shown.iter().any(|other| other.rule.is_empty() && ground.rule.is_empty()) {
                shown.push(ground);
            }
        }
        Ok(Self {
            id: case.id.to_string(),
            number: case.number().to_string(),
            tone: tone(status),
            status: texts.status(visit.language, status),
            next: if waits { waiting(visit) } else { next(visit, case) },
            parties: requests.iter().map(|request| Party::of(visit, request)).collect(),
            grounds: shown,
            notes: notes.map(note).collect(),
            steps: steps(visit, case).await?,
            moves: status.is_open() || waits,
            can: Can {
                withdraw: status.is_open(),
                sign: status == Status::Draft && !waits,
                // Asking again opens no door at a service centre.
                ask_again: matches!(status, Status::Refused | Status::Withdrawn),
                certify: attempt(case).is_some(),
            },
        })
    }
}

/// The tone of a status: the class of its block.
const fn tone(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Withdrawn => "quiet",
        Status::Signed | Status::Checking | Status::AwaitingConsent | Status::Registering => "open",
        Status::Registered => "good",
        Status::Refused | Status::Referred => "bad",
    }
}

/// What happens next where the signature waits for an answer about its certificate.
fn waiting(visit: &Visit) -> String {
    ["waits-lead", "waits-next"].map(|key| visit.t(key)).join(" ")
}

/// What happens next.
fn next(visit: &Visit, case: &Case) -> String {
    let status = key("next", case.status().as_str());
    if let Some(held) = case.state.held() {
        let register = visit.web.app.texts.register(visit.language, held.by);
        let since = visit.moment(held.since);
        return visit.say("next-held", &[("register", &register), ("since", &since)]);
    }
    let requests = case.state.asking().map(|a| a.requests.as_slice()).unwrap_or_default();
    let open = requests.iter().filter(|request| request.is_open()).count().to_string();
    visit.say(&status, &[("count", &open)])
}

impl Party {
    fn of(visit: &Visit, request: &ConsentRequest) -> Self {
        let status = request.status();
        let tone = match request.outcome {
            Outcome::Open => "blue",
            Outcome::Agreed { .. } => "green",
            Outcome::Refused { .. } => "red",
            Outcome::Lapsed { .. } | Outcome::Unreachable { .. } => "yellow",
            Outcome::Void { .. } => "grey",
        };
        let until = request.is_open().then(|| visit.until(request.ends_at()));
        // A party whose SMS leads nowhere is waited for in the portal.
        let text = match request.sms {
            Sms::None | Sms::Failed | Sms::Locked if request.is_open() => {
                let closed = visit.ways(What::Agree).is_empty();
                if closed { "portal-closed".to_owned() } else { "portal".to_owned() }
            }
            Sms::None | Sms::Live | Sms::Failed | Sms::Locked => status.to_owned(),
        };
        Self {
            role: visit.web.app.texts.role(visit.language, request.party.role),
            status: visit.t(&key("consent-status", status)),
            tone,
            text: visit.t(&key("party", &text)),
            until,
        }
    }
}

impl Ground {
    fn of(visit: &Visit, finding: &Finding) -> Self {
        let words = visit.words();
        let Finding { rule, params, evidence, .. } = finding;
        // What the state of an owner was read from stays unsaid.
        let evidence = if rule.is_neutral() { &[] } else { evidence.as_slice() };
        let facts = evidence.iter().map(|evidence| {
            let register = words.texts.register(visit.language, evidence.register);
            let at = visit.moment(evidence.at);
            visit.say("case-fact", &[("register", &register), ("at", &at)])
        });
        Self {
            rule: if rule.is_neutral() { "" } else { rule.as_str() },
            text: words.texts.ground(visit.language, *rule, params),
            remedy: words.texts.remedy(visit.language, *rule, params),
            article: words.article(*rule),
            facts: facts.collect(),
        }
    }
}

/// What happened, in the order it did: a message counts by when it was read.
async fn steps(visit: &Visit, case: &Case) -> Result<Vec<Step>, Refusal> {
    let app = &visit.web.app;
    let mut rows = app.journal(case.id).await?;
    rows.sort_by_key(|row| row.at);
    let mut steps = Vec::new();
    for row in &rows {
        let lines: Vec<Line> = parsed(&row.lines)?;
        steps.extend(lines.iter().map(|line| Step {
            clock: visit.moment(row.at),
            machine: machine(row.at),
            text: app.texts.journal(visit.language, line),
            tone: match line.status.map(tone) {
                Some("bad") => "bad",
                _ => "done",
            },
        }));
    }
    if case.status().is_open() {
        let text = visit.t(&key("status", case.status().as_str()));
        steps.push(Step { clock: String::new(), machine: String::new(), text, tone: "now" });
    }
    Ok(steps)
}

/// Asks whether it is to be taken back.
pub(crate) async fn withdrawal(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    if !case.status().is_open() {
        return go(format!("/applications/{id}"));
    }
    withdraw_question(&visit, &case).shown(&visit, "applications").await
}

fn withdraw_question(visit: &Visit, case: &Case) -> Question {
    let page = format!("/applications/{}", case.id);
    Question {
        heading: visit.say("withdraw-heading", &[("number", case.number().as_str())]),
        lead: vec![visit.t("withdraw-lead")],
        back: Some(page.clone()),
        button: visit.t("withdraw-button"),
        beside: vec![(page, visit.t("withdraw-keep"))],
        ..Question::default()
    }
}

/// Takes it back.
pub(crate) async fn withdraw(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, .. } = post;
    withdrawn(&visit, caller, id).await
}

async fn withdrawn(visit: &Visit, caller: Caller, id: CaseId) -> Answer {
    match visit.web.app.withdraw(caller, id).await {
        // It was decided or withdrawn meanwhile: its page says how it stands.
        Ok(_) | Err(Refusal::Conflict(_)) => go(format!("/applications/{id}")),
        Err(refusal) => {
            let case = visit.web.app.own(caller, id).await?.case;
            let mut question = withdraw_question(visit, &case);
            question.refused(visit, refusal)?;
            question.shown(visit, "applications").await
        }
    }
}
