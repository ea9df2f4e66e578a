//! Where an officer begins: what their roles let them do.

use super::sheet::{Part, Sheet};
use super::visit::Desk;
use crate::desk::office::Role;
use crate::text::key;
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::visit::page_of_ours;

/// Shows it.
pub(crate) async fn home(Desk { officer, visit }: Desk) -> Answer {
    let staff = &officer.staff;
    let roles = staff.roles.iter().map(|role| visit.t(&key("office-role", role.as_str())));
    let rows = vec![
        (visit.t("office-badge"), vec![staff.badge.to_string()]),
        (visit.t("office-centre"), vec![staff.centre.clone()]),
        (visit.t("office-roles"), roles.collect()),
    ];
    let rows = rows.into_iter().filter(|(_, lines)| lines.iter().any(|line| !line.is_empty()));
    let pages = super::pages(&officer).into_iter();
    let links: Vec<_> = pages.map(|(to, text)| (to.to_owned(), visit.t(text))).collect();
    let mut parts = vec![Part::Rows(rows.collect())];
    if links.is_empty() {
        parts.push(Part::Text(visit.t("office-home-nothing")));
    } else {
        parts.push(Part::Heading(visit.t("office-home-tasks")));
        parts.push(Part::Links(links));
    }
    if !officer.is(&[Role::Administrator]) {
        parts.push(Part::Notice(visit.t("office-home-logged")));
    }
    let heading = visit.t("office-home-heading");
    Sheet { heading, parts, ..Sheet::default() }.shown(&visit, "").await
}

/// Keeps the session, and goes back to the page it was asked from.
pub(crate) async fn stay(Desk { visit, .. }: Desk) -> Answer {
    let to = visit.asked("to").unwrap_or_default();
    go(page_of_ours(&to))
}
