//! Agreeing in the portal: the consent as it is signed, and which way.

use askama::Template;
use residence::law::SignMethod;
use residence::names::RequestId;

use super::content::Content;
use super::eds::{Text, handed};
use super::frame::Frame;
use super::qr::Wait;
use super::question::{Field, Question};
use super::sign_in;
use super::stop::{Answer, Elsewhere, Stop, go};
use super::visit::{Signed, SignedPost, Visit};
use super::ways::{What, chosen, name};
use crate::desk::eds::Agreeing;
use crate::desk::mobile::Purpose;
use crate::desk::{Assurance, Caller, Refusal, consents};
use crate::web::extract::Id;
use crate::work::Signer;

#[derive(Template)]
#[template(path = "ways.html")]
struct Ways {
    f: Frame,
    q: Question,
    s: Text,
    content: Content,
}

/// A question that its party can agree to here and now; the way to another page otherwise.
async fn asked(visit: &Visit, caller: Caller, id: RequestId) -> Result<consents::Question, Stop> {
    // Nobody starts the time to answer by a link they send, no browser by looking ahead.
    if visit.from_outside {
        return Err(Elsewhere::to("/questions").into());
    }
    let app = &visit.web.app;
    let seen = app.question(caller, id).await?;
    if caller.assurance < Assurance::Signature {
        return Err(Elsewhere::to(sign_in::with_a_key(&format!("/questions/{id}/agree"))).into());
    }
    let question = app.open(seen).await?;
    let waits = app.waits_since(Signer::Party(question.case.id, id)).await?.is_some();
    if waits || !question.request.is_open() || visit.ways(What::Agree).is_empty() {
        return Err(Elsewhere::to(format!("/questions/{id}")).into());
    }
    Ok(question)
}

/// The consent, as its page shows it.
fn text(visit: &Visit, question: &consents::Question) -> Text {
    let consents::Question { case, request } = question;
    let document = request.document(case.number(), &case.application);
    Text { called: visit.t("agree-document"), unfolded: true, ..Text::new(visit, document) }
}

/// Asks by which way.
pub(crate) async fn ask(Id(id): Id<RequestId>, Signed { caller, visit }: Signed) -> Answer {
    let question = asked(&visit, caller, id).await?;
    page(&visit, &question, Question::default()).await
}

async fn page(visit: &Visit, question: &consents::Question, told: Question) -> Answer {
    let id = question.request.id;
    let ways = visit.ways(What::Agree);
    if let [only] = ways.as_slice() {
        return go(format!("/questions/{id}/agree/{}", name(*only)));
    }
    let mut q = Question {
        heading: visit.t("agree-heading"),
        lead: vec![visit.t("agree-lead")],
        back: Some(format!("/questions/{id}")),
        button: visit.t("portal-continue"),
        ..told
    };
    if q.fields.is_empty() {
        q.fields.push(ways_field(visit, &ways));
    }
    let frame = visit.frame(q.heading.as_str()).await?;
    let (status, wrong) = (q.status(), q.is_wrong());
    let content = Content::for_asked(visit, &question.case.application).await?;
    let f = Frame { wrong, form: true, here: "questions", ..frame };
    visit.show_as(status, &Ways { f, q, s: text(visit, question), content })
}

fn ways_field(visit: &Visit, ways: &[SignMethod]) -> Field {
    visit.ways_field(What::Agree, ways, visit.ways_heading(What::Agree))
}

/// Goes the chosen way.
pub(crate) async fn choose(Id(id): Id<RequestId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    let question = asked(&visit, caller, id).await?;
    let ways = visit.ways(What::Agree);
    match chosen(&ways, typed.one("method")) {
        Some(SignMethod::Qr) => wait(&visit, id).begin(&visit).await,
        Some(way) => go(format!("/questions/{id}/agree/{}", name(way))),
        None => {
            let fields = vec![ways_field(&visit, &ways)];
            let mut told = Question { fields, ..Question::default() };
            told.wants_a_way(&visit);
            page(&visit, &question, told).await
        }
    }
}

/// Has the consent signed.
pub(crate) async fn eds(Id(id): Id<RequestId>, Signed { caller, visit }: Signed) -> Answer {
    let question = asked(&visit, caller, id).await?;
    eds_page(&visit, &question, Question::default()).await
}

async fn eds_page(visit: &Visit, question: &consents::Question, told: Question) -> Answer {
    let several = visit.ways(What::Agree).len() > 1;
    let asked = format!("/questions/{}", question.request.id);
    let before = if several { asked + "/agree" } else { asked };
    let q = Question {
        heading: visit.t("eds-agree-heading"),
        lead: vec![visit.t("agree-lead")],
        beside: visit.other_ways(several, &before),
        back: Some(before),
        ..told
    };
    let content = Some(Content::for_asked(visit, &question.case.application).await?);
    Text { content, ..text(visit, question) }.shown(visit, q, "questions").await
}

/// Agrees with the signature.
pub(crate) async fn eds_signed(Id(id): Id<RequestId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    match visit.web.app.agree(caller, id, handed(&typed)).await {
        // It counts, waits, or was answered or ended meanwhile: its page says how it stands.
        Ok(Agreeing::Agreed(_) | Agreeing::Waiting) | Err(Refusal::Conflict(_) | Refusal::Late) => {
            go(format!("/questions/{id}"))
        }
        Err(Refusal::Assurance) => go(sign_in::with_a_key(&format!("/questions/{id}/agree"))),
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&visit, refusal)?;
            let question = visit.web.app.question(caller, id).await?;
            eds_page(&visit, &question, told).await
        }
    }
}

/// The page that waits for the phone.
fn wait(visit: &Visit, id: RequestId) -> Wait {
    let several = visit.ways(What::Agree).len() > 1;
    let asked = format!("/questions/{id}");
    Wait {
        page: format!("{asked}/agree/qr"),
        purpose: Purpose::Consent(id),
        before: if several { asked + "/agree" } else { asked },
        several,
        here: "questions",
    }
}

/// Shows the code; once it is signed, goes back to the question.
pub(crate) async fn qr(Id(id): Id<RequestId>, Signed { caller, visit }: Signed) -> Answer {
    asked(&visit, caller, id).await?;
    wait(&visit, id).show(&visit).await
}

/// Begins or calls off.
pub(crate) async fn qr_press(Id(id): Id<RequestId>, post: SignedPost) -> Answer {
    let SignedPost { visit, typed, .. } = post;
    wait(&visit, id).press(&visit, &typed).await
}

/// How it stands.
pub(crate) async fn qr_live(Id(id): Id<RequestId>, Signed { visit, .. }: Signed) -> Answer {
    wait(&visit, id).look(&visit).await
}
