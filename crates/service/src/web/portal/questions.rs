//! The owner's side: questions to the caller, exactly what is asked, and how to answer.

use askama::Template;
use residence::consent::{Outcome, PortalOnly, RefusalReason, Route, Sms};
use residence::names::RequestId;

use super::content::Content;
use super::frame::Frame;
use super::question::{Choice, Field, Opt, Question};
use super::sign_in;
use super::stop::{Answer, go};
use super::visit::{Signed, SignedPost, Visit};
use super::ways::What;
use super::when::Until;
use crate::desk::{Assurance, Caller, Refusal, consents};
use crate::text::key;
use crate::web::extract::Id;
use crate::work::Signer;

#[derive(Template)]
#[template(path = "questions.html")]
struct Questions {
    f: Frame,
    open: Vec<Row>,
    closed: Vec<Row>,
}

impl Questions {
    /// Whether opening one of the questions starts the time to answer.
    fn starts(&self) -> bool {
        self.open.iter().any(|row| row.until.is_empty())
    }
}

/// A question in the list. Who asks is shown when it is opened, which starts the time to answer.
struct Row {
    id: String,
    address: String,
    role: String,
    asked: String,
    status: String,
    tone: &'static str,
    /// Until when to answer, once the time runs.
    until: String,
}

#[derive(Template)]
#[template(path = "asked.html")]
struct Asked {
    f: Frame,
    id: String,
    number: String,
    applicant: String,
    role: String,
    content: Content,
    /// What follows from a yes.
    follows: Vec<String>,
    open: bool,
    refused: bool,
    status: String,
    tone: &'static str,
    /// Until when to answer.
    until: Until,
    /// The word to agree with by SMS; empty where only the portal is left.
    yes: String,
    no: String,
    /// Why only the portal is left.
    portal_only: String,
    /// How to agree here.
    here: Here,
}

/// How somebody agrees in the portal.
enum Here {
    /// They cannot.
    Closed,
    /// They sign in with a key first: where.
    SignIn(String),
    /// They sign their consent: where.
    Sign(String),
    /// They have signed; it waits for an answer about their certificate.
    Waits,
}

impl Here {
    async fn of(
        visit: &Visit,
        caller: Caller,
        question: &consents::Question,
    ) -> Result<Self, Refusal> {
        let consents::Question { case, request } = question;
        let signer = Signer::Party(case.id, request.id);
        let page = format!("/questions/{}/agree", request.id);
        Ok(if visit.ways(What::Agree).is_empty() {
            Self::Closed
        } else if visit.web.app.waits_since(signer).await?.is_some() {
            Self::Waits
        } else if caller.assurance < Assurance::Signature {
            Self::SignIn(sign_in::with_a_key(&page))
        } else {
            Self::Sign(page)
        })
    }
}

const REASONS: [(&str, RefusalReason); 4] = [
    ("unwilling", RefusalReason::Unwilling),
    ("stranger", RefusalReason::Stranger),
    ("not_mine", RefusalReason::NotMine),
    ("none", RefusalReason::None),
];

const fn tone(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "blue",
        Outcome::Agreed { .. } => "green",
        Outcome::Refused { .. } => "red",
        Outcome::Lapsed { .. } | Outcome::Unreachable { .. } | Outcome::Void { .. } => "grey",
    }
}

/// Shows the list.
pub(crate) async fn list(Signed { caller, visit }: Signed) -> Answer {
    let app = &visit.web.app;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for consents::Question { case, request } in app.asked_of(caller).await? {
        let line = app.address_line(case.application.rka, visit.language).await?;
        let rows = if request.is_open() { &mut open } else { &mut closed };
        rows.push(Row {
            id: request.id.to_string(),
            address: line.unwrap_or_else(|| case.application.rka.to_string()),
            role: app.texts.role(visit.language, request.party.role),
            asked: visit.moment(request.asked_at),
            until: match request.clock.filter(|_| request.is_open()) {
                Some(clock) => visit.moment(clock.deadline),
                None => String::new(),
            },
            status: visit.t(&key("question-status", request.status())),
            tone: tone(&request.outcome),
        });
    }
    let frame = visit.frame(visit.t("questions-heading")).await?;
    let f = Frame { here: "questions", ..frame };
    visit.show(&Questions { f, open, closed })
}

/// Shows one question, which counts as its receipt.
pub(crate) async fn show(Id(id): Id<RequestId>, Signed { caller, visit }: Signed) -> Answer {
    // Nobody starts the time to answer by a link they send, no browser by looking ahead.
    if visit.from_outside {
        return go("/questions");
    }
    // Everything the page needs is there before the time to answer begins.
    let seen = visit.web.app.question(caller, id).await?;
    let frame = visit.frame(visit.t("asked-heading")).await?;
    let content = Content::for_asked(&visit, &seen.case.application).await?;
    let question = visit.web.app.open(seen).await?;
    let here = Here::of(&visit, caller, &question).await?;
    let f = Frame { here: "questions", ..frame };
    visit.show(&Asked::of(&visit, f, (content, here), &question))
}

impl Asked {
    fn of(
        visit: &Visit,
        f: Frame,
        (content, here): (Content, Here),
        question: &consents::Question,
    ) -> Self {
        let consents::Question { case, request } = question;
        let texts = &visit.web.app.texts;
        let known = case.state.filed().and_then(|filed| filed.known.as_ref());
        let portal_only = match (request.party.route, request.sms) {
            (Route::Portal(PortalOnly::NoNumber), _) => visit.t("portal-only-no-number"),
            (Route::Portal(PortalOnly::Fresh), _) => visit.t("portal-only-fresh"),
            (Route::Portal(PortalOnly::Shared), _) => visit.t("portal-only-shared"),
            (Route::Sms(_), Sms::Failed) => visit.t("portal-only-failed"),
            (Route::Sms(_), Sms::Locked) => visit.t("portal-only-locked"),
            (Route::Sms(_), Sms::None | Sms::Live) => String::new(),
        };
        Self {
            f,
            id: request.id.to_string(),
            number: case.number().to_string(),
            applicant: known.map(|known| known.applicant.clone()).unwrap_or_default(),
            role: texts.role(visit.language, request.party.role),
            content,
            follows: follows(visit, question),
            open: request.is_open(),
            refused: matches!(request.outcome, Outcome::Refused { .. }),
            status: visit.t(&key("question-status", request.status())),
            tone: tone(&request.outcome),
            until: visit.until(request.ends_at()),
            yes: visit.t("answer-yes"),
            no: visit.t("answer-no"),
            portal_only,
            here,
        }
    }
}

/// What follows from a yes and from a no.
fn follows(visit: &Visit, question: &consents::Question) -> Vec<String> {
    let kind = key("asked-follows", question.case.application.kind.as_str());
    let mut follows = vec![visit.t(&kind), visit.t("asked-follows-duty")];
    if question.case.state.asking().is_some_and(|asking| asking.requests.len() > 1) {
        follows.push(visit.t("asked-follows-others"));
    }
    follows.push(visit.t("asked-follows-silence"));
    follows
}

/// Asks why.
pub(crate) async fn refusal(Id(id): Id<RequestId>, Signed { caller, visit }: Signed) -> Answer {
    let question = visit.web.app.question(caller, id).await?;
    if !question.request.is_open() {
        return go(format!("/questions/{id}"));
    }
    let typed = visit.typed().await?.unwrap_or_default();
    why(&visit, id, typed.one("reason")).shown(&visit, "questions").await
}

fn why(visit: &Visit, id: RequestId, chosen: &str) -> Question {
    let options = REASONS.map(|(name, _)| Opt {
        value: name.to_owned(),
        label: visit.t(&key("refusal", name)),
        hint: match name {
            "not_mine" => visit.t("refuse-not-mine-hint"),
            _ => String::new(),
        },
        chosen: chosen == name,
    });
    let reason = Choice { name: "reason", options: options.into(), ..Choice::default() };
    let page = format!("/questions/{id}");
    Question {
        heading: visit.t("refuse-heading"),
        lead: vec![visit.t("refuse-lead")],
        back: Some(page.clone()),
        fields: vec![Field::Choice(reason)],
        button: visit.t("refuse-button"),
        beside: vec![(page, visit.t("refuse-keep"))],
        ..Question::default()
    }
}

/// Refuses.
pub(crate) async fn refuse(Id(id): Id<RequestId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    let chosen = typed.one("reason");
    let Some((_, reason)) = REASONS.into_iter().find(|(name, _)| *name == chosen) else {
        let mut question = why(&visit, id, chosen);
        question.blame("reason", visit.t("refuse-choose"));
        return question.shown(&visit, "questions").await;
    };
    match visit.web.app.refuse(caller, id, reason).await {
        // It was answered or ended meanwhile: its page says how it stands.
        Ok(_) | Err(Refusal::Conflict(_) | Refusal::Late) => go(format!("/questions/{id}")),
        Err(refusal) => {
            let mut question = why(&visit, id, chosen);
            question.refused(&visit, refusal)?;
            question.shown(&visit, "questions").await
        }
    }
}
