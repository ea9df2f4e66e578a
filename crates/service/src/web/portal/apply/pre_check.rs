//! What would happen at this address, before anything is filed.

use askama::Template;
use residence::consent::Role;
use residence::ground::Finding;
use residence::intake::{Application, Desk};
use residence::names::AddressCode;

use super::{Journey, Step};
use crate::desk::answers::Seen;
use crate::desk::pre_check::Foreseen;
use crate::desk::{Caller, Refusal};
use crate::web::portal::frame::Frame;
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, Stop, go};
use crate::web::portal::visit::{Signed, SignedPost};

#[derive(Template)]
#[template(path = "pre_check.html")]
struct PreCheck {
    f: Frame,
    q: Question,
    address: String,
    /// What would happen; nothing is said where nobody is named of whom it may be said.
    look: Option<Look>,
    /// Whether somebody is named of whom nothing can be said before the signing.
    strangers: bool,
}

/// What would happen.
struct Look {
    names: String,
    /// The class of the outcome: `good`, `open`, `bad`, `quiet`.
    tone: &'static str,
    text: String,
    /// How many must agree, by role.
    asks: Vec<String>,
    grounds: Vec<Stand>,
}

/// What stands in the way, and what to do.
struct Stand {
    text: String,
    remedy: String,
    article: String,
}

impl PreCheck {
    /// Whether something stands in the way.
    fn is_blocked(&self) -> bool {
        self.look.as_ref().is_some_and(|look| look.tone == "bad")
    }
}

/// Looks ahead.
pub(crate) async fn pre_check(Signed { caller, visit }: Signed) -> Answer {
    let journey = Journey::of(caller, visit).await?;
    let visit = &journey.visit;
    let Some(rka) = journey.answers.rka else { return go(Step::Where.path()) };
    let look = look(&journey, rka).await?;
    let address = visit.web.app.address_line(rka, visit.language).await?.unwrap_or_default();
    let q = journey.question(Step::PreCheck);
    let frame = visit.frame(q.heading.as_str()).await?;
    let strangers = journey.strangers();
    visit.show(&PreCheck { f: Frame { form: true, ..frame }, q, address, look, strangers })
}

/// The application as far as it is known, for those of whom something may be said.
fn known(journey: &Journey, rka: AddressCode) -> Option<Application> {
    let app = &journey.visit.web.app;
    let at = app.now();
    let law = app.law_at(at);
    let mut form = journey.answers.form(journey.visit.channel);
    form.subjects.retain(|iin| journey.may_ask_about(iin));
    form.rka = Some(rka.to_string());
    form.reason = law.reasons.first().map(|reason| reason.as_str().to_owned());
    form.arrived_on = None;
    if form.subjects.is_empty() {
        return None;
    }
    let Caller { iin, language, .. } = journey.caller;
    let desk = Desk { applicant: iin, following: &[], language, law: &law, at, counter: None };
    form.read(&desk).ok()
}

async fn look(journey: &Journey, rka: AddressCode) -> Result<Option<Look>, Stop> {
    let (visit, caller) = (&journey.visit, journey.caller);
    let Some(application) = known(journey, rka) else { return Ok(None) };
    let names: Vec<String> = application.people().map(|iin| journey.name(iin.as_str())).collect();
    let names = names.join(", ");
    let foreseen = match visit.web.app.foresee_all(caller, application).await {
        Ok(foreseen) => foreseen,
        Err(refusal @ (Refusal::TooMany(..) | Refusal::Silent(_) | Refusal::Busy)) => {
            let said = visit.words().problem(&refusal.into()).said();
            let text = visit.say("apply-pre-check-later", &[("why", &said)]);
            return Ok(Some(Look { names, tone: "quiet", text, asks: vec![], grounds: vec![] }));
        }
        Err(other) => return Err(other.into()),
    };
    let shown = |tone, key: &str| Look {
        names: names.clone(),
        tone,
        text: visit.t(key),
        asks: Vec::new(),
        grounds: Vec::new(),
    };
    Ok(Some(match foreseen {
        Foreseen::Clear => shown("good", "pre-check-clear"),
        Foreseen::Asks(asks) => {
            let asks = asks.into_iter().map(|(role, count)| asked(journey, role, count)).collect();
            Look { asks, ..shown("open", "pre-check-asks") }
        }
        Foreseen::ServiceCentre(findings) => {
            Look { grounds: stands(journey, &findings), ..shown("bad", "pre-check-service-centre") }
        }
        Foreseen::Refuses(findings) => {
            Look { grounds: stands(journey, &findings), ..shown("bad", "pre-check-refused") }
        }
    }))
}

fn asked(journey: &Journey, role: Role, count: usize) -> String {
    let key = crate::text::key("apply-asks", role.as_str());
    journey.visit.say(&key, &[("count", &count.to_string())])
}

/// Before anything is filed the state of an owner is not even named by its rule.
fn stands(journey: &Journey, findings: &[Finding]) -> Vec<Stand> {
    let words = journey.visit.words();
    let open = findings.iter().filter(|finding| !finding.rule.is_neutral());
    open.map(|finding| Stand {
        text: words.texts.ground(words.language, finding.rule, &finding.params),
        remedy: words.texts.remedy(words.language, finding.rule, &finding.params),
        article: words.article(finding.rule),
    })
    .collect()
}

/// Goes on.
pub(crate) async fn go_on(SignedPost { caller, visit, .. }: SignedPost) -> Answer {
    let mut journey = Journey::of(caller, visit).await?;
    journey.answers.seen.insert(Seen::PreCheck);
    journey.next().await
}
