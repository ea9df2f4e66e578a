//! What would happen at this address, before anything is filed.

use askama::Template;
use residence::consent::Role;
use residence::ground::Finding;
use residence::names::Iin;
use residence::registration::Kind;

use super::{Journey, Step, is_other};
use crate::desk::Refusal;
use crate::desk::answers::Seen;
use crate::desk::pre_check::Foreseen;
use crate::web::portal::frame::Frame;
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, Stop, go};
use crate::web::portal::visit::{Signed, SignedPost};

/// The most people who are looked at, since each look is counted.
const MOST_LOOKS: usize = 5;

#[derive(Template)]
#[template(path = "pre_check.html")]
struct PreCheck {
    f: Frame,
    q: Question,
    address: String,
    looks: Vec<Look>,
    /// Whether somebody is named of whom nothing can be said before the signing.
    strangers: bool,
    /// Whether anything stands in the way.
    blocked: bool,
}

/// What would happen to one person.
struct Look {
    name: String,
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

/// Looks ahead.
pub(crate) async fn pre_check(Signed { caller, visit }: Signed) -> Answer {
    let journey = Journey::of(caller, visit).await?;
    let visit = &journey.visit;
    let Some(rka) = journey.answers.rka else { return go(Step::Where.path()) };
    let known = journey.answers.subjects.iter().filter(|iin| {
        !is_other(caller.iin, iin)
            || journey.charges().any(|charge| charge.person.iin.as_str() == **iin)
    });
    let mut looks = Vec::new();
    for iin in known.take(MOST_LOOKS) {
        looks.push(look(&journey, iin, rka).await?);
    }
    let address = visit.web.app.address_line(rka, visit.language).await?.unwrap_or_default();
    let q = journey.question(Step::PreCheck);
    let frame = visit.frame(q.heading.as_str()).await?;
    visit.show(&PreCheck {
        f: Frame { form: true, ..frame },
        q,
        address,
        blocked: looks.iter().any(|look| look.tone == "bad"),
        looks,
        strangers: journey.strangers(),
    })
}

async fn look(
    journey: &Journey,
    iin: &str,
    rka: residence::names::AddressCode,
) -> Result<Look, Stop> {
    let (visit, caller) = (&journey.visit, journey.caller);
    let kind = match journey.answers.kind.as_deref() {
        Some("temporary") => Kind::Temporary,
        Some(_) | None => Kind::Permanent,
    };
    let subject = iin.parse::<Iin>().ok().filter(|subject| *subject != caller.iin);
    let name = journey.name(iin);
    let quiet =
        |text| Look { name: name.clone(), tone: "quiet", text, asks: vec![], grounds: vec![] };
    let foreseen = match visit.web.app.foresee(caller, rka, kind, subject).await {
        Ok(foreseen) => foreseen,
        Err(refusal @ (Refusal::TooMany(..) | Refusal::Silent(_) | Refusal::Busy)) => {
            let said = visit.words().problem(&refusal.into()).said();
            return Ok(quiet(visit.say("apply-pre-check-later", &[("why", &said)])));
        }
        Err(other) => return Err(other.into()),
    };
    let shown = |tone, key: &str| Look {
        name: name.clone(),
        tone,
        text: visit.t(key),
        asks: Vec::new(),
        grounds: Vec::new(),
    };
    Ok(match foreseen {
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
    })
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
