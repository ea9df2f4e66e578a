//! Who works at the counter: roles, granted by an administrator and ended by one.
//!
//! An administrator sees no citizen's data and grants nothing to themself. The very first one is named on
//! the command line, while there is none.

use std::collections::BTreeSet;

use jiff::Timestamp;
use residence::intake::FieldError;
use residence::names::{Badge, Iin, NameError};
use serde::{Deserialize, Serialize};
use store::{CommitError, RecordQuery, RecordWrite, Store, StoreError, Unit};

use super::super::sign_in::iin_error;
use super::{Officer, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};

/// The kind of the record.
pub(super) const STAFF: &str = "staff";
/// The most members of staff that are listed.
const MOST: usize = 1_000;
/// The most characters of a name.
const LONGEST: usize = 120;

/// What somebody of a service centre may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Finds, files for those present, proposes acts.
    Operator,
    /// Approves acts of others.
    Approver,
    /// Looks at what others did.
    Auditor,
    /// Looks at dwellings that were flagged.
    Reviewer,
    /// Grants and ends roles; sees no citizen's data.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Operator, Self::Approver, Self::Auditor, Self::Reviewer, Self::Administrator];

    /// The name in translations and forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }
}

/// Who granted the roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granted {
    /// The command line, for the first administrator.
    Console,
    /// An administrator.
    By(Badge),
}

/// When and by whom somebody's roles were ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Badge,
}

/// A member of staff: қызметкер / сотрудник.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Who.
    pub iin: Iin,
    /// What they are on record by wherever others read it; theirs for ever.
    pub badge: Badge,
    /// Their name, as it was typed.
    pub name: String,
    /// The service centre they work at.
    pub centre: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Who granted that.
    pub granted: Granted,
    /// Since when.
    pub since: Timestamp,
    /// That it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// The key of their one session: a new sign-in ends the one before, and the end of the roles ends it
    /// at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl Staff {
    /// Whether they may still do anything.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.ended.is_none() && !self.roles.is_empty()
    }
}

/// What happened to a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum StaffLine {
    /// Roles were granted.
    Granted {
        /// By whom.
        by: Granted,
        /// Which.
        roles: BTreeSet<Role>,
    },
    /// They were ended.
    Ended {
        /// By whom.
        by: Badge,
    },
    /// They signed in.
    SignedIn,
}

/// Who is to have which roles, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of a member of staff")]
pub struct GrantForm {
    pub iin: String,
    pub name: String,
    pub centre: String,
    pub roles: Vec<String>,
}

impl GrantForm {
    fn read(&self) -> Result<(Iin, BTreeSet<Role>), Refusal> {
        let mut wrong = Vec::new();
        let mut error = |field: &str, code| {
            wrong.push(FieldError { field: field.into(), code, rule: None });
        };
        for (field, text) in [("name", &self.name), ("centre", &self.centre)] {
            match text.trim().chars().count() {
                0 => error(field, "required"),
                1..=LONGEST => {}
                _ => error(field, "too_long"),
            }
        }
        let named = |role: &Role| self.roles.iter().any(|text| text == role.as_str());
        let roles: BTreeSet<Role> = Role::ALL.into_iter().filter(named).collect();
        if roles.is_empty() {
            error("roles", "required");
        } else if roles.len() > 1 && roles.contains(&Role::Administrator) {
            error("roles", "administrator_alone");
        }
        let iin: Result<Iin, NameError> = self.iin.replace(' ', "").parse();
        match iin {
            Ok(iin) if wrong.is_empty() => Ok((iin, roles)),
            Ok(_) => Err(Refusal::Fields(wrong)),
            Err(why) => {
                wrong.insert(0, iin_error("iin", why));
                Err(Refusal::Fields(wrong))
            }
        }
    }
}

/// A record of staff to be saved.
pub(super) fn write(
    staff: &Staff,
    (expected, at): (Option<u64>, Timestamp),
    line: &StaffLine,
) -> Result<RecordWrite, StoreError> {
    Ok(RecordWrite {
        kind: STAFF,
        id: staff.iin.to_string(),
        expected,
        at,
        body: written(staff)?,
        line: Some(written(line)?),
        keys: Some(vec![staff.badge.to_string()]),
    })
}

/// Makes somebody the first administrator of a store that has none; says whether there was none.
///
/// # Errors
/// The store failed.
pub async fn first_administrator(
    store: &dyn Store,
    (iin, name): (Iin, &str),
    (bits, at): (u128, Timestamp),
) -> Result<Option<Staff>, StoreError> {
    let all = listed(store).await?;
    if all.iter().any(|(one, _)| one.is_active() && one.roles.contains(&Role::Administrator)) {
        return Ok(None);
    }
    let known = all.iter().find(|(one, _)| one.iin == iin);
    let roles = BTreeSet::from([Role::Administrator]);
    let staff = Staff {
        iin,
        badge: known.map_or_else(|| Badge::from_random(bits), |(one, _)| one.badge),
        name: name.to_owned(),
        centre: String::new(),
        roles,
        granted: Granted::Console,
        since: at,
        ended: None,
        session: None,
    };
    let version = known.map(|(_, version)| *version);
    Ok(put_on_staff(store, &staff, version).await?.then_some(staff))
}

/// Puts somebody on the staff of a store from outside the office, as the command line does and a world
/// that begins with a staff; says whether the record was as it was thought to be.
///
/// # Errors
/// The store failed.
pub async fn put_on_staff(
    store: &dyn Store,
    staff: &Staff,
    version: Option<u64>,
) -> Result<bool, StoreError> {
    let line = StaffLine::Granted { by: staff.granted, roles: staff.roles.clone() };
    let record = write(staff, (version, staff.since), &line)?;
    let unit = Unit { records: vec![record], ..Unit::default() };
    match store.commit(vec![unit]).await.pop() {
        Some(Ok(_)) => Ok(true),
        Some(Err(CommitError::Engine(error))) => Err(error),
        Some(Err(CommitError::Stale(_) | CommitError::Taken(_))) => Ok(false),
        None => Err(StoreError::Unavailable("the store gave no answer".to_owned())),
    }
}

async fn listed(store: &dyn Store) -> Result<Vec<(Staff, u64)>, StoreError> {
    let query = RecordQuery { kind: STAFF, key: None, before: None, limit: MOST };
    let rows = store.records(&query).await?;
    rows.iter().map(|row| Ok((parsed(&row.body)?, row.version))).collect()
}

impl App {
    /// The record of a member of staff and its version.
    pub(super) async fn staff_of(&self, iin: Iin) -> Result<Option<(Staff, u64)>, Refusal> {
        let Some(row) = self.store.record(STAFF, iin.as_str()).await? else { return Ok(None) };
        Ok(Some((parsed(&row.body)?, row.version)))
    }

    /// Everybody on the staff, the last to come first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever is no administrator, or the store failed.
    pub async fn all_staff(&self, officer: &Officer) -> Result<Vec<Staff>, Refusal> {
        officer.must_be(&[Role::Administrator])?;
        let all = listed(self.store.as_ref()).await?;
        Ok(all.into_iter().map(|(staff, _)| staff).collect())
    }

    /// One member of staff and what happened to them, the last first.
    ///
    /// # Errors
    /// As [`App::all_staff`].
    pub async fn member(
        &self,
        officer: &Officer,
        badge: Badge,
    ) -> Result<(Staff, Vec<(Timestamp, StaffLine)>), Refusal> {
        officer.must_be(&[Role::Administrator])?;
        let (staff, _) = self.by_badge(badge).await?.ok_or(Refusal::NotFound)?;
        let mut lines = Vec::new();
        for line in self.store.record_lines(STAFF, staff.iin.as_str()).await?.iter().rev() {
            lines.push((line.at, parsed(&line.text)?));
        }
        Ok((staff, lines))
    }

    pub(super) async fn by_badge(&self, badge: Badge) -> Result<Option<(Staff, u64)>, Refusal> {
        let key = Some(badge.to_string());
        let query = RecordQuery { kind: STAFF, key, before: None, limit: 1 };
        let rows = self.store.records(&query).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((parsed(&row.body)?, row.version)))
    }

    /// Grants roles to somebody, in place of those they had.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever is no administrator, [`Refusal::Fields`], or a fault.
    pub async fn grant(&self, officer: &Officer, form: &GrantForm) -> Result<Staff, Refusal> {
        officer.must_be(&[Role::Administrator])?;
        let (iin, roles) = form.read()?;
        if iin == officer.iin() {
            let wrong = FieldError { field: "iin".into(), code: "not_to_oneself", rule: None };
            return Err(Refusal::Fields(vec![wrong]));
        }
        let at = self.now();
        let known = self.staff_of(iin).await?;
        let granted = Granted::By(officer.staff.badge);
        let staff = Staff {
            iin,
            badge: match &known {
                Some((known, _)) => known.badge,
                None => Badge::from_random((self.chance)()),
            },
            name: form.name.trim().to_owned(),
            centre: form.centre.trim().to_owned(),
            roles: roles.clone(),
            granted,
            since: at,
            ended: None,
            // Whatever they could do goes with the session it was done in.
            session: None,
        };
        let line = StaffLine::Granted { by: granted, roles };
        let record = write(&staff, (known.map(|(_, version)| version), at), &line)?;
        self.commit(Unit { records: vec![record], ..Unit::default() }).await?;
        tracing::warn!(badge = %staff.badge, by = %officer.staff.badge, "roles were granted");
        Ok(staff)
    }

    /// Ends all roles of somebody, and their session with them.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever is no administrator, for themself and for somebody who is not
    /// on the staff, or a fault.
    pub async fn end_roles(&self, officer: &Officer, badge: Badge) -> Result<(), Refusal> {
        officer.must_be(&[Role::Administrator])?;
        let (staff, version) = self.by_badge(badge).await?.ok_or(Refusal::NotFound)?;
        if staff.iin == officer.iin() {
            return Err(Refusal::NotFound);
        }
        if !staff.is_active() {
            return Ok(());
        }
        let at = self.now();
        let by = officer.staff.badge;
        let ended = Staff { ended: Some(Ended { at, by }), session: None, ..staff };
        let record = write(&ended, (Some(version), at), &StaffLine::Ended { by })?;
        self.commit(Unit { records: vec![record], ..Unit::default() }).await?;
        tracing::warn!(%badge, %by, "roles were ended");
        Ok(())
    }
}
