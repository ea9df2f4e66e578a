//! The pages that are answered by fields alone: who, kind, children, reason, arrival.

use super::{Journey, Step, typed_iins};
use crate::desk::answers::{Answers, Seen};
use crate::desk::people::Represented;
use crate::web::extract::Id;
use crate::web::fault::Fault;
use crate::web::portal::question::{Choice, Day, Field, Opt, Question, Text};
use crate::web::portal::stop::Answer;
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::{Signed, SignedPost};

/// Shows a page.
pub(crate) async fn show(Id(name): Id<String>, Signed { caller, visit }: Signed) -> Answer {
    let step = Step::simple(&name).ok_or(Fault::NoPage)?;
    let typed = visit.typed().await?;
    let mut journey = Journey::of(caller, visit).await?;
    if step == Step::Children && !journey.answers.seen.contains(&Seen::Children) {
        journey.answers.children = journey.following();
    }
    let Some(typed) = typed else { return journey.page(step).shown(&journey.visit, "").await };
    journey.take(step, &typed);
    let mut page = journey.page(step);
    if typed.is_wrong() {
        for (field, text) in journey.wrong_on(step, &typed) {
            page.blame(&field, text);
        }
    }
    page.shown(&journey.visit, "").await
}

/// Takes what was answered on a page, and goes on; or shows it again with what is wrong.
pub(crate) async fn answer(
    Id(name): Id<String>,
    SignedPost { caller, visit, typed }: SignedPost,
) -> Answer {
    let step = Step::simple(&name).ok_or(Fault::NoPage)?;
    let mut journey = Journey::of(caller, visit).await?;
    journey.take(step, &typed);
    let mut page = journey.page(step);
    for (field, text) in journey.wrong_on(step, &typed) {
        page.blame(&field, text);
    }
    if page.is_wrong() {
        // Shown by the page itself, so that the way back leads over pages that can be shown again.
        return journey.visit.shows_again(&typed).await;
    }
    match step {
        Step::Children => drop(journey.answers.seen.insert(Seen::Children)),
        Step::Arrival => drop(journey.answers.seen.insert(Seen::Arrival)),
        Step::Who
        | Step::Where
        | Step::Flat
        | Step::PreCheck
        | Step::Kind
        | Step::Reason
        | Step::Check => {}
    }
    journey.next().await
}

impl Journey {
    /// Puts what was typed on a page among the answers, right or wrong.
    fn take(&mut self, step: Step, typed: &Typed) {
        let before = self.answers.clone();
        self.put(step, typed);
        // What would happen depends on who, how and with whom.
        let Answers { subjects, kind, months, children, .. } = &self.answers;
        let same = (&before.subjects, &before.kind, &before.months, &before.children)
            == (subjects, kind, months, children);
        if !same {
            self.answers.seen.remove(&Seen::PreCheck);
        }
    }

    fn put(&mut self, step: Step, typed: &Typed) {
        let answers = &mut self.answers;
        match step {
            Step::Who => {
                let mut subjects = typed.all("who");
                subjects.extend(typed.given("other").iter().flat_map(|text| typed_iins(text)));
                answers.subjects = subjects;
            }
            Step::Kind => {
                answers.kind = typed.given("kind");
                answers.months = typed.given("months").map(|text| text.parse().unwrap_or(0));
            }
            Step::Children => answers.children = typed.all("children"),
            Step::Reason => answers.reason = typed.given("reason"),
            Step::Arrival => answers.arrived_on = typed.day(),
            Step::Where | Step::Flat | Step::PreCheck | Step::Check => {}
        }
    }

    /// What is wrong with the answers of a page: the field, and the text.
    fn wrong_on(&self, step: Step, typed: &Typed) -> Vec<(String, String)> {
        let visit = &self.visit;
        let fields: &[&str] = match step {
            Step::Who => &["subjects"],
            Step::Kind => &["kind", "months"],
            Step::Children => &["children"],
            Step::Reason => &["reason"],
            Step::Arrival => &["arrived_on"],
            Step::Where | Step::Flat | Step::PreCheck | Step::Check => &[],
        };
        if step == Step::Who && self.answers.subjects.is_empty() {
            return vec![("who".into(), visit.t("apply-who-none"))];
        }
        let named = |child: &&Represented| {
            self.answers.subjects.iter().any(|iin| iin == child.person.iin.as_str())
        };
        if step == Step::Who && self.children().any(|child| named(&child)) {
            return vec![("other".into(), visit.t("apply-who-child"))];
        }
        let mut wrong = Vec::new();
        for error in self.wrong(step) {
            let name = error.field.split('[').next().unwrap_or_default();
            if !fields.contains(&name) {
                continue;
            }
            let place = match name {
                "subjects" if typed.given("other").is_some() => "other",
                "subjects" => "who",
                other => other,
            };
            // The page has words of its own where those of the interface do not fit.
            let own = crate::text::key(&crate::text::key("apply", name), error.code);
            let text = if visit.words().texts.knows(&own) {
                visit.t(&own)
            } else {
                visit.words().texts.field_error(visit.language, &error)
            };
            wrong.push((place.to_owned(), text));
        }
        wrong
    }

    fn page(&self, step: Step) -> Question {
        let question = self.question(step);
        match step {
            Step::Who => self.who(question),
            Step::Kind => self.kind(question),
            Step::Children => self.children_page(question),
            Step::Reason => self.reason(question),
            Step::Arrival => self.arrival(question),
            Step::Where | Step::Flat | Step::PreCheck | Step::Check => question,
        }
    }

    fn who(&self, question: Question) -> Question {
        let visit = &self.visit;
        let me = self.caller.iin.to_string();
        let chosen = |iin: &str| self.answers.subjects.iter().any(|other| other == iin);
        let mut options = vec![Opt {
            label: visit.t("apply-who-me"),
            hint: self.me.person.as_ref().map(|p| p.full_name()).unwrap_or_default(),
            chosen: chosen(&me) || self.answers.subjects.is_empty(),
            value: me,
        }];
        options.extend(self.charges().map(|charge| {
            let relation = visit.t(&crate::text::key("relation-to-me", relation(charge.relation)));
            let age = charge.age.to_string();
            let value = charge.person.iin.to_string();
            Opt {
                label: charge.person.full_name(),
                hint: visit.say("apply-who-charge", &[("relation", &relation), ("age", &age)]),
                chosen: chosen(&value),
                value,
            }
        }));
        let listed = |iin: &&String| options.iter().all(|option| option.value != **iin);
        let unlisted: Vec<&str> =
            self.answers.subjects.iter().filter(listed).map(String::as_str).collect();
        let others = Text {
            name: "other",
            label: visit.t("apply-who-other"),
            hint: visit.t("apply-who-other-hint"),
            value: unlisted.join(", "),
            autocomplete: "off",
            width: "govuk-input--width-20",
            ..Text::default()
        };
        let who = Choice {
            name: "who",
            legend: visit.t("apply-who-legend"),
            hint: visit.t("apply-who-hint"),
            many: true,
            options,
            ..Choice::default()
        };
        Question { fields: vec![Field::Choice(who), Field::Text(others)], ..question }
    }

    fn kind(&self, question: Question) -> Question {
        let visit = &self.visit;
        let law = visit.web.app.law_at(visit.web.app.now());
        let (min, max) =
            (law.temporary_months.min.to_string(), law.temporary_months.max.to_string());
        let options = ["permanent", "temporary"].map(|kind| Opt {
            value: kind.to_owned(),
            label: visit.t(&format!("apply-kind-{kind}")),
            hint: visit.say(&format!("apply-kind-{kind}-hint"), &[("min", &min), ("max", &max)]),
            chosen: self.answers.kind.as_deref() == Some(kind),
        });
        let kind = Choice {
            name: "kind",
            legend: visit.t("apply-kind-legend"),
            options: options.into(),
            ..Choice::default()
        };
        let months = Text {
            name: "months",
            label: visit.t("apply-months"),
            hint: visit.say("apply-months-hint", &[("min", &min), ("max", &max)]),
            value: self.answers.months.map(|months| months.to_string()).unwrap_or_default(),
            numeric: true,
            autocomplete: "off",
            width: "govuk-input--width-3",
            ..Text::default()
        };
        Question { fields: vec![Field::Choice(kind), Field::Text(months)], ..question }
    }

    fn children_page(&self, question: Question) -> Question {
        let visit = &self.visit;
        let options = self.children().map(|child| {
            let value = child.person.iin.to_string();
            Opt {
                label: child.person.full_name(),
                hint: visit.say("apply-child-age", &[("age", &child.age.to_string())]),
                chosen: self.answers.children.contains(&value),
                value,
            }
        });
        let children = Choice {
            name: "children",
            hint: visit.t("apply-children-hint"),
            many: true,
            options: options.collect(),
            ..Choice::default()
        };
        Question { fields: vec![Field::Choice(children)], ..question }
    }

    fn reason(&self, question: Question) -> Question {
        let visit = &self.visit;
        let law = visit.web.app.law_at(visit.web.app.now());
        let options = law.reasons.iter().map(|reason| Opt {
            value: reason.as_str().to_owned(),
            label: visit.t(&crate::text::key("reason", reason.as_str())),
            chosen: self.answers.reason.as_deref() == Some(reason.as_str()),
            ..Opt::default()
        });
        let options = options.collect();
        let reason = Choice { name: "reason", options, ..Choice::default() };
        Question { fields: vec![Field::Choice(reason)], ..question }
    }

    fn arrival(&self, question: Question) -> Question {
        let visit = &self.visit;
        let mut parts = self.answers.arrived_on.as_deref().unwrap_or_default().splitn(3, '-');
        let mut part = || parts.next().unwrap_or_default().trim_start_matches('0').to_owned();
        let (year, month, day) = (part(), part(), part());
        let today = residence::law::day(visit.web.app.now());
        let example =
            [today.day().to_string(), today.month().to_string(), today.year().to_string()];
        let example = example.join(" ");
        let hint = visit.say("apply-arrival-hint", &[("example", &example)]);
        let field = Day { hint, day, month, year, ..Day::default() };
        let lead = vec![visit.t("apply-arrival-lead")];
        Question { lead, fields: vec![Field::Day(field)], ..question }
    }

    /// Whether something may be said of this person: the caller, or on record as theirs.
    pub(super) fn may_ask_about(&self, iin: &str) -> bool {
        iin == self.caller.iin.as_str()
            || self.charges().any(|charge| charge.person.iin.as_str() == iin)
    }

    /// Whether somebody is to be registered whom the caller has named by ИИН.
    pub(super) fn strangers(&self) -> bool {
        self.answers.subjects.iter().any(|iin| !self.may_ask_about(iin))
    }
}

const fn relation(relation: residence::facts::Relation) -> &'static str {
    use residence::facts::Relation;
    match relation {
        Relation::Parent => "child",
        Relation::Guardian | Relation::Trustee | Relation::Representative => "ward",
        Relation::Spouse | Relation::Sibling | Relation::Grandparent | Relation::Relative => "kin",
    }
}
