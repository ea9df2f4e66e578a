//! Signing in with a key: by ЭЦҚ / ЭЦП on this computer, or by eGov Mobile.

use super::{back, before, enter, is_signed_in, ways};
use crate::desk::mobile::{MobileState, Purpose};
use crate::desk::{Assurance, Refusal};
use crate::web::portal::eds::{Text, handed};
use crate::web::portal::qr::Wait;
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::visit::{Post, Visit};

/// Has a text signed that is made for it.
pub(crate) async fn eds(visit: Visit) -> Answer {
    if is_signed_in(&visit, Assurance::Signature) {
        return go(back(&visit));
    }
    eds_page(&visit, Question::default()).await
}

async fn eds_page(visit: &Visit, told: Question) -> Answer {
    let to_sign = visit.web.app.eds_challenge().await?;
    let before = before(visit);
    let q = Question {
        heading: visit.t("eds-sign-in-heading"),
        lead: vec![visit.t("eds-sign-in-lead")],
        beside: visit.other_ways(ways(visit).len() > 1, &before),
        back: Some(before),
        ..told
    };
    let text =
        Text { purpose: "sign-in", challenge: to_sign.id, ..Text::new(visit, to_sign.document) };
    text.shown(visit, q, "sign-in").await
}

/// Opens the session.
pub(crate) async fn eds_signed(Post { visit, typed }: Post) -> Answer {
    let app = &visit.web.app;
    match app.sign_in_by_eds(typed.one("challenge"), handed(&typed), visit.seat()).await {
        Ok(opened) => enter(&visit, opened).await,
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&visit, refusal)?;
            eds_page(&visit, told).await
        }
    }
}

/// The page that waits for the phone.
pub(super) fn wait(visit: &Visit) -> Wait {
    Wait {
        page: "/sign-in/qr".into(),
        purpose: Purpose::SignIn,
        before: before(visit),
        several: ways(visit).len() > 1,
        here: "sign-in",
    }
}

/// Shows the code; once it is signed, goes on with the session that it opens.
pub(crate) async fn qr(visit: Visit) -> Answer {
    if is_signed_in(&visit, Assurance::Signature) {
        return go(back(&visit));
    }
    let wait = wait(&visit);
    if let Some((id, MobileState::Done)) = wait.state(&visit).await?
        && !visit.from_outside
    {
        match visit.web.app.mobile_sign_in(&id, visit.seat()).await {
            Ok(opened) => return enter(&visit, opened).await,
            // It was opened already: it is begun anew.
            Err(Refusal::Ended) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    wait.show(&visit).await
}

/// Begins or calls off.
pub(crate) async fn qr_press(Post { visit, typed }: Post) -> Answer {
    wait(&visit).press(&visit, &typed).await
}

/// How it stands.
pub(crate) async fn qr_live(visit: Visit) -> Answer {
    wait(&visit).look(&visit).await
}
