//! Applications: what comes in and what is shown of them.

use residence::case::{Case, Line};
use residence::ground::Finding;
use serde::Serialize;
use store::{JournalRow, StoreError};
use utoipa::ToSchema;

use super::{Iin, base64, time, time_if};
use crate::cases::parsed;
use crate::web::problem::Words;

/// Who is to be registered, where, how and why.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct ApplicationRequest {
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: String,
    /// The term of a temporary registration, in months; not with a permanent one.
    #[schema(minimum = 1, maximum = 12, example = 6)]
    months: Option<i64>,
    /// РКА: the code of the address.
    #[schema(
        min_length = 16,
        max_length = 16,
        pattern = "^[0-9]{16}$",
        example = "1202500000204082"
    )]
    rka: String,
    /// Why.
    #[schema(pattern = "^(family|work|study|treatment|purchase|rent|other)$", example = "family")]
    reason: String,
    /// Since when they live there; not in the future.
    #[schema(format = Date, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2026-01-10")]
    arrived_on: Option<String>,
    /// ИИН of those to be registered; the caller when it is empty or left out.
    #[schema(value_type = Option<Vec<Iin>>, max_items = 20, example = json!([]))]
    subjects: Option<Vec<String>>,
    /// ИИН of children under 14 who come along; when it is left out, those who are registered where
    /// the caller is.
    #[schema(value_type = Option<Vec<Iin>>, max_items = 20, example = json!([]))]
    children: Option<Vec<String>>,
    /// Through which channel; `portal` when it is left out.
    #[schema(pattern = "^(portal|mobile)?$", example = "portal")]
    channel: Option<String>,
}

/// What changes in a draft: fields that are left out stay, `null` takes an optional one out.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct ApplicationPatch {
    /// `permanent` or `temporary`; with `permanent` the months go.
    #[schema(pattern = "^(permanent|temporary)$", example = "temporary")]
    kind: Option<String>,
    /// The term of a temporary registration, in months.
    #[schema(minimum = 1, maximum = 12, example = 6)]
    months: Option<i64>,
    /// РКА: the code of the address.
    #[schema(
        min_length = 16,
        max_length = 16,
        pattern = "^[0-9]{16}$",
        example = "1202500000204082"
    )]
    rka: Option<String>,
    /// Why.
    #[schema(pattern = "^(family|work|study|treatment|purchase|rent|other)$", example = "work")]
    reason: Option<String>,
    /// Since when they live there.
    #[schema(format = Date, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2026-01-10")]
    arrived_on: Option<String>,
    /// ИИН of those to be registered; empty or `null`: the caller.
    #[schema(value_type = Option<Vec<Iin>>, max_items = 20, example = json!([]))]
    subjects: Option<Vec<String>>,
    /// ИИН of children under 14 who come along; `null`: those registered where the caller is.
    #[schema(value_type = Option<Vec<Iin>>, max_items = 20, example = json!([]))]
    children: Option<Vec<String>>,
    /// Through which channel.
    #[schema(pattern = "^(portal|mobile)?$", example = "portal")]
    channel: Option<String>,
}

/// How the application is signed.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct SignatureRequest {
    /// How it is signed.
    #[schema(pattern = "^(eds|sms|qr)$", example = "sms")]
    method: String,
    /// The six digits of the SMS; without them they are sent.
    #[schema(min_length = 6, max_length = 6, pattern = "^[0-9]{6}$", example = "042195")]
    code: Option<String>,
    /// The signature over `to_sign` (CMS, with the content in it or without) in Base64 or PEM, for `eds`.
    #[schema(max_length = 60000, pattern = "^[A-Za-z0-9+/= \\r\\n-]*$")]
    cms: Option<String>,
}

/// A draft, ready to be signed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Draft {
    /// Which application.
    #[schema(pattern = "^[0-9a-f]{32}$", example = "5f0c64d1b3a94e0e8d5be3b1c0a7f2e9")]
    id: String,
    /// The number people see and say.
    #[schema(pattern = "^[B-Z]{4}-[B-Z]{4}-[B-Z]{4}$", example = "KQTR-BWDM-XHPL")]
    number: String,
    /// `draft`.
    #[schema(example = "draft")]
    status: &'static str,
    /// The very bytes that are signed, in Base64.
    #[schema(content_encoding = "base64")]
    to_sign: String,
    /// Their SHA-256 in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    digest: String,
}

impl Draft {
    /// What is to be signed of a case.
    pub(crate) fn of(case: &Case) -> Self {
        let number = case.number();
        Self {
            id: case.id.to_string(),
            number: number.to_string(),
            status: case.status().as_str(),
            to_sign: base64(case.application.document(number).as_bytes()),
            digest: case.application.digest(number).to_string(),
        }
    }
}

/// An application and all that happened to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Application {
    #[serde(flatten)]
    draft: Draft,
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: &'static str,
    /// The term of a temporary registration, in months.
    months: Option<u8>,
    /// РКА: the code of the address.
    #[schema(pattern = "^[0-9]{16}$", example = "1202500000204082")]
    rka: String,
    /// The address in one line, once the registers have answered.
    address: Option<String>,
    /// Why.
    #[schema(pattern = "^(family|work|study|treatment|purchase|rent|other)$", example = "family")]
    reason: &'static str,
    /// Since when they live there.
    #[schema(format = Date)]
    arrived_on: Option<String>,
    /// ИИН of those to be registered.
    #[schema(value_type = Vec<Iin>)]
    subjects: Vec<String>,
    /// ИИН of the children who come along.
    #[schema(value_type = Vec<Iin>)]
    children: Vec<String>,
    /// Through which channel.
    #[schema(example = "portal")]
    channel: &'static str,
    /// When the draft was made.
    #[schema(format = DateTime)]
    drafted_at: String,
    /// When it was signed.
    #[schema(format = DateTime)]
    signed_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// The register that keeps it waiting.
    held_by: Option<&'static str>,
    /// Who is asked, as what; never who they are.
    consents: Vec<ConsentState>,
    /// Why it was refused or referred.
    grounds: Vec<Ground>,
    /// What is worth knowing though it changes nothing.
    notes: Vec<Note>,
    /// What happened, oldest first.
    journal: Vec<JournalLine>,
    /// Null until there is a public log.
    receipt: Option<String>,
}

/// A question to somebody who must agree.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentState {
    /// As what they are asked.
    #[schema(pattern = "^(owner|co_owner|listed_person|other_parent)$", example = "owner")]
    role: &'static str,
    /// How it stands.
    #[schema(
        pattern = "^(asked|received|agreed|refused|lapsed|unreachable|void)$",
        example = "received"
    )]
    status: &'static str,
    /// When they were asked.
    #[schema(format = DateTime)]
    asked_at: String,
    /// When they received the question.
    #[schema(format = DateTime)]
    received_at: Option<String>,
    /// They answer before this; null until they have received the question.
    #[schema(format = DateTime)]
    deadline: Option<String>,
    /// They must be reached before this.
    #[schema(format = DateTime)]
    reach_by: String,
}

/// What stands in the way.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ground {
    /// The rule.
    #[schema(pattern = "^R-[A-Z0-9-]+$", example = "R-CON-NO")]
    rule: &'static str,
    /// The official name of the text it rests on.
    article: String,
    /// What it says here, in the language of the answer.
    text: String,
    /// What to do now.
    remedy: String,
    /// The register answers it rests on.
    facts: Vec<Fact>,
}

/// An answer of a register.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fact {
    /// Which register.
    #[schema(example = "titles")]
    register: &'static str,
    /// Its name, in the language of the answer.
    name: String,
    /// When it answered.
    #[schema(format = DateTime)]
    answered_at: String,
}

/// Something worth knowing.
#[derive(Serialize, ToSchema)]
pub(crate) struct Note {
    /// The rule.
    #[schema(pattern = "^R-[A-Z0-9-]+$", example = "R-LATE")]
    rule: &'static str,
    /// What it says here, in the language of the answer.
    text: String,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalLine {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What; stable.
    #[schema(pattern = "^[a-z_]+$", example = "signed")]
    event: &'static str,
    /// What, in the language of the answer.
    text: String,
}

/// Applications of the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationList {
    /// Newest first.
    #[schema(max_items = 100)]
    pub(crate) items: Vec<Application>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pub(crate) next: Option<String>,
}

impl Application {
    /// An application with its journal.
    ///
    /// # Errors
    /// A record of the journal cannot be read.
    pub(crate) fn of(
        words: Words<'_>,
        case: &Case,
        journal: &[JournalRow],
    ) -> Result<Self, StoreError> {
        let application = &case.application;
        let filed = case.state.filed();
        let known = filed.and_then(|filed| filed.known.as_ref());
        let address = known.and_then(|known| known.address.as_ref());
        let requests = case.state.asking().map(|a| a.requests.as_slice()).unwrap_or_default();
        let decision = case.state.decision();
        let notes = decision.into_iter().flat_map(|decision| decision.notes());
        let grounds = decision.into_iter().flat_map(|decision| decision.grounds());
        let all =
            |people: &[residence::names::Iin]| people.iter().map(ToString::to_string).collect();
        Ok(Self {
            draft: Draft::of(case),
            kind: application.kind.as_str(),
            months: application.months,
            rka: application.rka.to_string(),
            address: address.map(|address| address.line(words.language)),
            reason: application.reason.as_str(),
            arrived_on: application.arrived_on.map(|day| day.to_string()),
            subjects: all(&application.subjects),
            children: all(&application.children),
            channel: application.channel.as_str(),
            drafted_at: time(case.drafted_at),
            signed_at: time_if(filed.map(|filed| filed.signed_at)),
            ended_at: time_if(case.state.ended_at()),
            held_by: case.state.held().map(|held| held.by.as_str()),
            consents: requests.iter().map(ConsentState::of).collect(),
            grounds: grounds.map(|finding| Ground::of(words, finding)).collect(),
            notes: notes.map(|finding| Note::of(words, finding)).collect(),
            journal: lines(words, journal)?,
            receipt: None,
        })
    }
}

fn lines(words: Words<'_>, journal: &[JournalRow]) -> Result<Vec<JournalLine>, StoreError> {
    // In the order things happened: a message counts by when it was read, not by when it was saved.
    let mut rows: Vec<&JournalRow> = journal.iter().collect();
    rows.sort_by_key(|row| row.at);
    let mut all = Vec::new();
    for row in rows {
        let lines: Vec<Line> = parsed(&row.lines)?;
        all.extend(lines.iter().map(|line| JournalLine {
            at: time(row.at),
            event: line.code.as_str(),
            text: words.texts.journal(words.language, line),
        }));
    }
    Ok(all)
}

impl ConsentState {
    fn of(request: &residence::consent::ConsentRequest) -> Self {
        Self {
            role: request.party.role.as_str(),
            status: request.status(),
            asked_at: time(request.asked_at),
            received_at: time_if(request.clock.map(|clock| clock.received_at)),
            deadline: time_if(request.clock.map(|clock| clock.deadline)),
            reach_by: time(request.reach_by),
        }
    }
}

impl Ground {
    /// A ground in words. What the state of an owner was read from stays unsaid.
    pub(crate) fn of(words: Words<'_>, finding: &Finding) -> Self {
        let Finding { rule, params, evidence, .. } = finding;
        let evidence = if rule.is_neutral() { &[] } else { evidence.as_slice() };
        let facts = evidence.iter().map(|evidence| Fact {
            register: evidence.register.as_str(),
            name: words.texts.register(words.language, evidence.register),
            answered_at: time(evidence.at),
        });
        Self {
            rule: rule.as_str(),
            article: words.article(*rule),
            text: words.texts.ground(words.language, *rule, params),
            remedy: words.texts.remedy(words.language, *rule, params),
            facts: facts.collect(),
        }
    }
}

impl Note {
    fn of(words: Words<'_>, finding: &Finding) -> Self {
        Self {
            rule: finding.rule.as_str(),
            text: words.texts.note(words.language, finding.rule, &finding.params),
        }
    }
}
