//! What an application asks for, in words.

use std::collections::BTreeMap;

use residence::intake::Application;
use residence::names::Iin;

use super::visit::Visit;
use crate::desk::{Caller, Refusal};
use crate::text::key;
use crate::web::fault::Fault;

/// The lines of an application: what, and what it says.
pub(crate) struct Content {
    /// A label and its lines.
    pub(crate) rows: Vec<(String, Vec<String>)>,
}

impl Content {
    /// The content for its applicant: themselves, their children and wards by name, others by the
    /// ИИН they typed, since whether there is such a person is not theirs to learn here.
    pub(crate) async fn of(
        visit: &Visit,
        caller: Caller,
        content: &Application,
    ) -> Result<Self, Fault> {
        let me = visit.web.app.me(caller).await?;
        let own = me.person.iter().chain(me.represented.iter().map(|r| &r.person));
        let known: BTreeMap<Iin, String> = own.map(|row| (row.iin, row.full_name())).collect();
        let names = |people: &[Iin]| {
            let name = |iin: &Iin| known.get(iin).cloned().unwrap_or_else(|| iin.to_string());
            people.iter().map(name).collect::<Vec<_>>()
        };
        let mut rows = vec![(visit.t("field-subjects"), names(&content.subjects))];
        rows.extend(place(visit, content).await?);
        if !content.children.is_empty() {
            rows.push((visit.t("field-children"), names(&content.children)));
        }
        rows.push((
            visit.t("field-reason"),
            vec![visit.t(&key("reason", content.reason.as_str()))],
        ));
        if let Some(day) = content.arrived_on {
            rows.push((visit.t("field-arrived-on"), vec![visit.date(day)]));
        }
        Ok(Self { rows })
    }

    /// The content for somebody who is asked: people as others may see them.
    pub(crate) async fn for_asked(visit: &Visit, content: &Application) -> Result<Self, Fault> {
        let registers = &visit.web.app.registers;
        let mut rows = Vec::new();
        for (label, people) in
            [("field-subjects", &content.subjects), ("field-children", &content.children)]
        {
            let mut names = Vec::new();
            for iin in people {
                let row = registers.person(*iin).await.map_err(Refusal::from)?;
                names.extend(row.map(|row| row.masked_name()));
            }
            if !people.is_empty() {
                rows.push((visit.t(label), names));
            }
        }
        rows.extend(place(visit, content).await?);
        Ok(Self { rows })
    }
}

async fn place(visit: &Visit, content: &Application) -> Result<[(String, Vec<String>); 2], Fault> {
    let line = visit.web.app.address_line(content.rka, visit.language).await?;
    let rka = visit.say("apply-check-rka", &[("rka", content.rka.as_str())]);
    let mut kind = vec![visit.t(&key("kind", content.kind.as_str()))];
    if let Some(months) = content.months {
        kind.push(visit.say("span-months", &[("count", &months.to_string())]));
    }
    let address = line.into_iter().chain([rka]).collect();
    Ok([(visit.t("field-rka"), address), (visit.t("field-kind"), kind)])
}
