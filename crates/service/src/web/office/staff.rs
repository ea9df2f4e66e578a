//! The staff, for administrators: who has which roles, granting them, ending them.

use residence::names::Badge;

use super::sheet::{Cell, Part, Sheet, Table};
use super::visit::{Desk, DeskPost};
use crate::desk::office::{GrantForm, Granted, Role, Staff, StaffLine};
use crate::text::key;
use crate::web::extract::Id;
use crate::web::portal::question::{Choice, Field, Opt, Question, Text};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

const HERE: &str = "office-nav-staff";

fn roles<'r>(visit: &Visit, roles: impl IntoIterator<Item = &'r Role>) -> String {
    let named = roles.into_iter().map(|role| visit.t(&key("office-role", role.as_str())));
    named.collect::<Vec<_>>().join(", ")
}

fn state(visit: &Visit, staff: &Staff) -> Cell {
    if staff.is_active() {
        Cell::tag(visit.t("office-staff-active"), "green")
    } else {
        Cell::tag(visit.t("office-staff-ended"), "grey")
    }
}

/// Everybody on the staff.
pub(crate) async fn list(Desk { officer, visit }: Desk) -> Answer {
    let all = visit.web.app.all_staff(&officer).await?;
    let rows = all.iter().map(|staff| {
        vec![
            Cell::link(staff.badge.to_string(), format!("/staff/{}", staff.badge)),
            Cell::text(staff.name.clone()),
            Cell::text(roles(&visit, &staff.roles)),
            Cell::text(staff.centre.clone()),
            state(&visit, staff),
        ]
    });
    let head =
        ["office-badge", "office-staff-name", "office-roles", "office-centre", "office-state"];
    let table = Table {
        caption: visit.t("office-staff-heading"),
        head: head.map(|text| visit.t(text)).into(),
        rows: rows.collect(),
    };
    let parts = vec![
        Part::Text(visit.t("office-staff-lead")),
        Part::Go("/staff/new".to_owned(), visit.t("office-staff-grant")),
        Part::Table(table),
    ];
    let heading = visit.t("office-staff-heading");
    Sheet { heading, parts, wide: true, ..Sheet::default() }.shown(&visit, HERE).await
}

/// One of them, and what happened to them.
pub(crate) async fn show(Id(badge): Id<Badge>, Desk { officer, visit }: Desk) -> Answer {
    let (staff, lines) = visit.web.app.member(&officer, badge).await?;
    let granted = match staff.granted {
        Granted::Console => visit.t("office-granted-console"),
        Granted::By(by) => by.to_string(),
    };
    let rows = vec![
        (visit.t("field-iin"), vec![staff.iin.to_string()]),
        (visit.t("office-roles"), vec![roles(&visit, &staff.roles)]),
        (visit.t("office-centre"), vec![staff.centre.clone()]),
        (visit.t("office-granted"), vec![granted, visit.moment(staff.since)]),
    ];
    let rows = rows.into_iter().filter(|(_, lines)| lines.iter().any(|line| !line.is_empty()));
    let Cell { text, tone, .. } = state(&visit, &staff);
    let mut parts = vec![Part::State(text, tone), Part::Rows(rows.collect())];
    if staff.is_active() && staff.iin != officer.iin() {
        let end = (format!("/staff/{badge}/end"), visit.t("office-staff-end"));
        parts.push(Part::Links(vec![end]));
    }
    parts.push(Part::Heading(visit.t("office-history")));
    let told =
        lines.iter().map(|(at, line)| format!("{}: {}", visit.moment(*at), said(&visit, line)));
    parts.push(Part::List(told.collect()));
    let sheet = Sheet {
        heading: staff.name.clone(),
        number: badge.to_string(),
        back: Some("/staff".to_owned()),
        parts,
        ..Sheet::default()
    };
    sheet.shown(&visit, HERE).await
}

fn said(visit: &Visit, line: &StaffLine) -> String {
    match line {
        StaffLine::Granted { by, roles: granted } => {
            let by = match by {
                Granted::Console => visit.t("office-granted-console"),
                Granted::By(by) => by.to_string(),
            };
            let granted = roles(visit, granted);
            visit.say("office-staff-was-granted", &[("roles", &granted), ("by", &by)])
        }
        StaffLine::Ended { by } => visit.say("office-staff-was-ended", &[("by", by.as_str())]),
        StaffLine::SignedIn => visit.t("office-staff-signed-in"),
    }
}

fn question(visit: &Visit, typed: &Typed) -> Question {
    let text = |name, label: &str, numeric| {
        Field::Text(Text {
            name,
            label: visit.t(label),
            value: typed.one(name).to_owned(),
            numeric,
            autocomplete: "off",
            width: if numeric { "govuk-input--width-10" } else { "" },
            ..Text::default()
        })
    };
    let chosen = typed.all("roles");
    let option = |role: Role| Opt {
        value: role.as_str().to_owned(),
        label: visit.t(&key("office-role", role.as_str())),
        hint: visit.t(&key("office-role-hint", role.as_str())),
        chosen: chosen.iter().any(|text| text == role.as_str()),
    };
    let choice = Choice {
        name: "roles",
        legend: visit.t("office-roles"),
        many: true,
        options: Role::ALL.map(option).into(),
        ..Choice::default()
    };
    Question {
        heading: visit.t("office-staff-grant"),
        lead: vec![visit.t("office-staff-grant-lead")],
        back: Some("/staff".to_owned()),
        fields: vec![
            text("iin", "field-iin", true),
            text("name", "office-staff-name", false),
            text("centre", "office-centre", false),
            Field::Choice(choice),
        ],
        button: visit.t("office-staff-grant-button"),
        ..Question::default()
    }
}

/// Asks who is to have which roles.
pub(crate) async fn ask(Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Administrator])?;
    let typed = visit.typed().await?.unwrap_or_default();
    question(&visit, &typed).shown(&visit, HERE).await
}

/// Grants them.
pub(crate) async fn grant(DeskPost { officer, visit, typed }: DeskPost) -> Answer {
    let form = GrantForm {
        iin: typed.one("iin").to_owned(),
        name: typed.one("name").to_owned(),
        centre: typed.one("centre").to_owned(),
        roles: typed.all("roles"),
    };
    match visit.web.app.grant(&officer, &form).await {
        Ok(staff) => go(format!("/staff/{}", staff.badge)),
        Err(refusal) => {
            let mut question = question(&visit, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

/// Asks whether all roles are to end.
pub(crate) async fn ask_to_end(Id(badge): Id<Badge>, Desk { officer, visit }: Desk) -> Answer {
    let (staff, _) = visit.web.app.member(&officer, badge).await?;
    let question = Question {
        heading: visit.say("office-staff-end-heading", &[("name", &staff.name)]),
        lead: vec![visit.t("office-staff-end-lead")],
        back: Some(format!("/staff/{badge}")),
        button: visit.t("office-staff-end-button"),
        ..Question::default()
    };
    question.shown(&visit, HERE).await
}

/// Ends them.
pub(crate) async fn end(Id(badge): Id<Badge>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, .. } = post;
    visit.web.app.end_roles(&officer, badge).await?;
    go(format!("/staff/{badge}"))
}
