//! The citizen signs what was taken down: with their own key, or with the password on their own phone. The
//! officer types what they are told and can sign for nobody.

use residence::case::{Case, NotExpected, Status};
use residence::law::SignMethod;
use residence::names::CaseId;

use super::HERE;
use crate::desk::eds::Filing as Filed;
use crate::desk::office::{Filing, Officer};
use crate::desk::{Caller, Refusal};
use crate::web::extract::Id;
use crate::web::office::find::tone;
use crate::web::office::sheet::{Part, Sheet};
use crate::web::office::visit::{Desk, DeskPost};
use crate::web::portal::content::Content;
use crate::web::portal::eds::{Text, handed};
use crate::web::portal::frame::Frame;
use crate::web::portal::question::{Field, Question};
use crate::web::portal::sign::{Sign, Step, masked};
use crate::web::portal::sign_in::code_field;
use crate::web::portal::stop::{Answer, Stop, go};
use crate::web::portal::visit::Visit;
use crate::web::portal::ways::{What, chosen};
use crate::web::portal::when;
use crate::work::Signer;

/// The ways to sign at the counter.
const WAYS: [SignMethod; 2] = [SignMethod::Eds, SignMethod::Sms];

struct Desktop {
    visit: Visit,
    id: CaseId,
    citizen: Caller,
    case: Case,
}

impl Desktop {
    async fn of(visit: Visit, officer: &Officer, id: CaseId) -> Result<Self, Stop> {
        let app = &visit.web.app;
        let (filing, loaded): (Filing, _) = app.filed(officer, id).await?;
        let citizen = app.citizen(&filing).await?;
        Ok(Self { id, citizen, case: loaded.case, visit })
    }

    fn ways(&self) -> Vec<SignMethod> {
        let open = self.visit.ways(What::Sign);
        WAYS.into_iter().filter(|way| open.contains(way)).collect()
    }

    async fn waits(&self) -> Result<bool, Refusal> {
        let signer = Signer::Applicant(self.case.id);
        Ok(self.visit.web.app.waits_since(signer).await?.is_some())
    }

    async fn content(&self) -> Result<Content, Stop> {
        let application = &self.case.application;
        let mut content = Content::of(&self.visit, self.citizen, application).await?;
        for paper in &application.papers {
            let kind = crate::text::key("paper-kind", paper.kind.as_str());
            let lines = super::papers::lines(&self.visit, paper);
            content.rows.push((self.visit.t(&kind), lines));
        }
        Ok(content)
    }

    async fn page(&self, mut told: Question) -> Answer {
        let (visit, app) = (&self.visit, &self.visit.web.app);
        let ways = self.ways();
        let sent = app.signing_code(&self.case).await?;
        let choosing = sent.is_none() || visit.asked("ways").is_some();
        let step = if choosing { Step::Choose } else { Step::Code };
        if told.fields.is_empty() {
            told.fields.push(match step {
                Step::Code => Field::Text(code_field(visit)),
                Step::Choose | Step::Send => {
                    visit.ways_field(What::Sign, &ways, visit.ways_heading(What::Sign))
                }
            });
        }
        let again = format!("/filings/{}/sign?ways", self.id);
        let q = Question {
            heading: visit.t("office-sign-heading"),
            button: visit.t(if choosing { "portal-continue" } else { "sign-button" }),
            beside: visit.other_ways(!choosing, &again),
            ..told
        };
        let number = self.case.number();
        let binding = app.registers.phone(self.citizen.iin).await.map_err(Refusal::from)?;
        let frame = visit.frame(q.heading.as_str()).await?;
        let (wrong, status, headers) = (q.is_wrong(), q.status(), q.problem_headers());
        let page = Sign {
            f: Frame { wrong, form: true, here: HERE, ..frame },
            step,
            number: number.to_string(),
            content: self.content().await?,
            document: self.case.application.document(number),
            digest: self.case.application.digest(number).to_string(),
            sent_until: sent.map(when::clock).unwrap_or_default(),
            phone: binding.map(|binding| masked(binding.phone.as_str())).unwrap_or_default(),
            q,
        };
        let mut response = visit.show_as(status, &page)?;
        response.headers_mut().extend(headers);
        Ok(response)
    }

    /// The page again, with what is wrong on it; to how it stands where it is signed already.
    async fn again(&self, refusal: Refusal, field: Option<Field>) -> Answer {
        if let Refusal::Conflict(NotExpected::Status(_)) = refusal {
            return go(format!("/filings/{}/filed", self.id));
        }
        let mut told = Question { fields: field.into_iter().collect(), ..Question::default() };
        told.refused(&self.visit, refusal)?;
        self.page(told).await
    }

    async fn eds_page(&self, told: Question) -> Answer {
        let visit = &self.visit;
        let before = format!("/filings/{}/sign?ways", self.id);
        let q = Question {
            heading: visit.t("office-sign-heading"),
            lead: vec![visit.t("office-sign-eds")],
            back: Some(before),
            ..told
        };
        let number = self.case.number();
        let text = Text {
            number: number.to_string(),
            content: Some(self.content().await?),
            // The key of the citizen, whoever sits at the desk.
            iin: self.citizen.iin.to_string(),
            ..Text::new(visit, self.case.application.document(number))
        };
        text.shown(visit, q, HERE).await
    }
}

/// Shows what is signed, and how.
pub(crate) async fn show(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let desk = Desktop::of(visit, &officer, id).await?;
    if desk.case.status() != Status::Draft || desk.waits().await? {
        return go(format!("/filings/{id}/filed"));
    }
    desk.page(Question::default()).await
}

/// Goes the chosen way, sends the password, or signs with it.
pub(crate) async fn sign(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    let desk = Desktop::of(visit, &officer, id).await?;
    let app = &desk.visit.web.app;
    let (case, citizen) = (desk.case.id, desk.citizen);
    match typed.one("action") {
        "sign" => {
            let code: String = typed.one("code").chars().filter(char::is_ascii_digit).collect();
            match app.sign_by_sms(citizen, case, &code).await {
                Ok(_) => go(format!("/filings/{id}/filed")),
                Err(refusal) => {
                    desk.again(refusal, Some(Field::Text(code_field(&desk.visit)))).await
                }
            }
        }
        action => match (action, chosen(&desk.ways(), typed.one("method"))) {
            ("choose", Some(SignMethod::Eds)) => go(format!("/filings/{id}/sign/eds")),
            ("choose", None | Some(SignMethod::Qr)) => {
                let ways = desk.visit.ways_field(
                    What::Sign,
                    &desk.ways(),
                    desk.visit.ways_heading(What::Sign),
                );
                let mut told = Question { fields: vec![ways], ..Question::default() };
                told.wants_a_way(&desk.visit);
                desk.page(told).await
            }
            (_, _) => match app.send_signing_code(citizen, case).await {
                Ok(_) => go(format!("/filings/{id}/sign")),
                Err(refusal) => desk.again(refusal, None).await,
            },
        },
    }
}

/// Has it signed with the citizen's key.
pub(crate) async fn eds(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let desk = Desktop::of(visit, &officer, id).await?;
    if desk.case.status() != Status::Draft || desk.waits().await? {
        return go(format!("/filings/{id}/filed"));
    }
    desk.eds_page(Question::default()).await
}

/// Files it with the signature.
pub(crate) async fn eds_signed(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    let desk = Desktop::of(visit, &officer, id).await?;
    let signed = desk.visit.web.app.sign_by_eds(desk.citizen, desk.case.id, handed(&typed)).await;
    match signed {
        Ok(Filed::Signed(_) | Filed::Waiting) => go(format!("/filings/{id}/filed")),
        Err(Refusal::Conflict(NotExpected::Status(_))) => go(format!("/filings/{id}/filed")),
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&desk.visit, refusal)?;
            desk.eds_page(told).await
        }
    }
}

/// Says how it stands, under which number: what the citizen takes with them.
pub(crate) async fn filed(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let desk = Desktop::of(visit, &officer, id).await?;
    let (visit, case) = (&desk.visit, &desk.case);
    let waits = desk.waits().await?;
    if case.status() == Status::Draft && !waits {
        return go(format!("/filings/{id}/sign"));
    }
    let status = visit.web.app.texts.status(visit.language, case.status());
    let mut parts = vec![Part::State(status, tone(case))];
    if waits {
        parts.push(Part::Notice(visit.t("waits-lead")));
    }
    let seen = visit.web.app.sight_of_filing(&officer, id).await?;
    parts.extend(crate::web::office::find::content(visit, &seen));
    parts.push(Part::Text(visit.t("office-filed-next")));
    parts.push(Part::Links(vec![("/file".to_owned(), visit.t("office-file-another"))]));
    let sheet = Sheet {
        heading: visit.t("office-filed-heading"),
        number: case.number().to_string(),
        parts,
        ..Sheet::default()
    };
    sheet.shown(visit, HERE).await
}
