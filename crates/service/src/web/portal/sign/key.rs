//! Signing a draft with a key: by ЭЦҚ / ЭЦП on this computer, or by eGov Mobile.

use residence::case::{Case, NotExpected, Status};
use residence::names::CaseId;

use super::{filed_now, stands_elsewhere};
use crate::desk::eds::Filing;
use crate::desk::mobile::{MobileState, Purpose};
use crate::desk::{Caller, Refusal};
use crate::web::extract::Id;
use crate::web::portal::content::Content;
use crate::web::portal::eds::{Text, handed};
use crate::web::portal::qr::Wait;
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::visit::{Signed, SignedPost, Visit};
use crate::web::portal::ways::What;

/// Has the document signed.
pub(crate) async fn eds(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    match stands_elsewhere(&visit, &case).await? {
        Some(page) => go(page),
        None => eds_page(&visit, caller, &case, Question::default()).await,
    }
}

async fn eds_page(visit: &Visit, caller: Caller, case: &Case, told: Question) -> Answer {
    let before = format!("/applications/{}/sign", case.id);
    let q = Question {
        heading: visit.t("eds-sign-heading"),
        beside: visit.other_ways(visit.ways(What::Sign).len() > 1, &before),
        back: Some(before),
        ..told
    };
    let number = case.number();
    let text = Text {
        number: number.to_string(),
        content: Some(Content::of(visit, caller, &case.application).await?),
        ..Text::new(visit, case.application.document(number))
    };
    text.shown(visit, q, "applications").await
}

/// Files it with the signature.
pub(crate) async fn eds_signed(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    let app = &visit.web.app;
    match app.sign_by_eds(caller, id, handed(&typed)).await {
        Ok(Filing::Signed(_)) => filed_now(&visit, caller, id).await,
        Ok(Filing::Waiting) => go(format!("/applications/{id}/sign")),
        // It was signed already, by the same button or in another window.
        Err(Refusal::Conflict(NotExpected::Status(_))) => go(format!("/applications/{id}")),
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&visit, refusal)?;
            let case = app.own(caller, id).await?.case;
            eds_page(&visit, caller, &case, told).await
        }
    }
}

/// The page that waits for the phone.
pub(super) fn wait(visit: &Visit, id: CaseId) -> Wait {
    Wait {
        page: format!("/applications/{id}/sign/qr"),
        purpose: Purpose::Application(id),
        before: format!("/applications/{id}/sign"),
        several: visit.ways(What::Sign).len() > 1,
        here: "applications",
    }
}

/// Shows the code; once it is signed, goes on to what is filed.
pub(crate) async fn qr(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    let wait = wait(&visit, id);
    if let Some((_, MobileState::Done)) = wait.state(&visit).await?
        && case.status() != Status::Draft
    {
        return filed_now(&visit, caller, id).await;
    }
    match stands_elsewhere(&visit, &case).await? {
        Some(page) => go(page),
        None => wait.show(&visit).await,
    }
}

/// Begins or calls off.
pub(crate) async fn qr_press(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { visit, typed, .. } = post;
    wait(&visit, id).press(&visit, &typed).await
}

/// How it stands.
pub(crate) async fn qr_live(Id(id): Id<CaseId>, Signed { visit, .. }: Signed) -> Answer {
    wait(&visit, id).look(&visit).await
}
