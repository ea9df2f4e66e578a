//! What is written of cases that move: state, journal, names, claims and wake times.

use residence::names::CaseId;

use super::call::{Call, Column, column, count, micros, month, number, person};
use super::cases::{bytes, code};
use super::ids::Ids;
use crate::{CaseFigures, CaseWrite, Claims, WAKE};

/// Whether the new lines follow each other.
pub(super) fn lines_follow(write: &CaseWrite) -> bool {
    let first = write.journal.first().map_or(1, |row| row.seq);
    let follows = write.journal.iter().zip(first..).all(|(row, place)| row.seq == place);
    follows && (write.expected.is_some() || first == 1)
}

/// Cases that move, in a wave.
pub(super) struct Moves<'u> {
    new: Vec<&'u CaseWrite>,
    old: Vec<&'u CaseWrite>,
}

impl<'u> Moves<'u> {
    pub(super) fn of(writes: impl Iterator<Item = &'u CaseWrite>) -> Self {
        let (old, new) = writes.partition(|write| write.expected.is_some());
        Self { new, old }
    }

    /// That the cases are as they were read; holds them.
    pub(super) fn known(&self) -> Option<Call<'u>> {
        let old = || self.old.iter();
        (!self.old.is_empty()).then(|| Call {
            sql: "/* store: known_cases */ SELECT
                  tirkeu_demand(count(*) = $5, 'stale case'),
                  tirkeu_demand(coalesce(bool_and(follows), true), 'stale journal')
                  FROM (SELECT m.seq IS NULL OR m.seq = cases.lines + 1 AS follows FROM cases
                    JOIN unnest($1::text[], $2::bytea[], $3::bigint[], $4::bigint[])
                      AS m(number, id, version, seq)
                    ON cases.number = m.number AND cases.id = m.id AND cases.version = m.version
                    ORDER BY cases.number FOR UPDATE OF cases) AS known",
            values: vec![
                column(old().map(|write| write.id.number().to_string())),
                column(old().map(|write| bytes(write.id))),
                column(old().map(|write| write.expected.map(number))),
                column(old().map(|write| write.journal.first().map(|row| number(row.seq)))),
                count(self.old.len()),
            ],
        })
    }

    /// Everything that is written of them.
    pub(super) fn calls(&self, ids: &mut Ids) -> Vec<Call<'u>> {
        let calls = [
            self.make(),
            self.change(),
            self.move_wakes(),
            self.drop_wakes(),
            self.wakes(ids),
            self.drop_names(),
            self.names(),
            self.journal(),
            self.release(),
            self.take(),
        ];
        calls.into_iter().flatten().collect()
    }

    fn all(&self) -> impl Iterator<Item = &'u CaseWrite> {
        self.old.iter().chain(&self.new).copied()
    }

    fn make(&self) -> Option<Call<'u>> {
        let new = || self.new.iter().copied();
        let mut values = vec![
            column(new().map(|write| write.id.number().to_string())),
            column(new().map(|write| bytes(write.id))),
            column(new().map(|write| number(write.journal.len().try_into().unwrap_or(u64::MAX)))),
            column(new().map(|write| write.body.as_str())),
            column(new().map(|write| write.journal.first().map_or(0, |row| month(row.at)))),
            count(self.new.len()),
        ];
        values.extend(figures(new().map(|write| write.figures.as_ref().unwrap_or(&UNKNOWN))));
        (!self.new.is_empty()).then(|| Call {
            sql: "/* store: new_cases */ WITH made AS (
                    INSERT INTO cases (no, number, id, version, lines, month, signed_at, decided_at,
                      waited_ms, channel, kind, status, region, persons, grounds, body)
                    SELECT nextval('case_nos'), number, id, 1, lines, month, signed_at, decided_at,
                      waited_ms, channel, kind, status, region, persons,
                      string_to_array(grounds, ','), body
                    FROM (SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::text[],
                      $5::integer[], $7::bigint[], $8::bigint[], $9::bigint[], $10::text[],
                      $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[])
                      WITH ORDINALITY AS n(number, id, lines, body, month, signed_at, decided_at,
                      waited_ms, channel, kind, status, region, persons, grounds, place)
                      ORDER BY place) AS n
                    ON CONFLICT (number) DO NOTHING RETURNING 1)
                  SELECT tirkeu_demand(count(*) = $6, 'taken case') FROM made",
            values,
        })
    }

    fn change(&self) -> Option<Call<'u>> {
        let old = || self.old.iter().copied();
        let mut values = vec![
            column(old().map(|write| write.id.number().to_string())),
            column(old().map(|write| number(write.journal.len().try_into().unwrap_or(u64::MAX)))),
            column(old().map(|write| write.body.as_str())),
            column(old().map(|write| write.figures.is_some())),
        ];
        values.extend(figures(old().map(|write| write.figures.as_ref().unwrap_or(&UNKNOWN))));
        (!self.old.is_empty()).then(|| Call {
            sql: "/* store: move_cases */ UPDATE cases SET version = version + 1,
                    lines = cases.lines + m.lines, body = m.body,
                    signed_at = CASE WHEN told THEN m.signed_at ELSE cases.signed_at END,
                    decided_at = CASE WHEN told THEN m.decided_at ELSE cases.decided_at END,
                    waited_ms = CASE WHEN told THEN m.waited_ms ELSE cases.waited_ms END,
                    channel = CASE WHEN told THEN m.channel ELSE cases.channel END,
                    kind = CASE WHEN told THEN m.kind ELSE cases.kind END,
                    status = CASE WHEN told THEN m.status ELSE cases.status END,
                    region = CASE WHEN told THEN m.region ELSE cases.region END,
                    persons = CASE WHEN told THEN m.persons ELSE cases.persons END,
                    grounds = CASE WHEN told THEN string_to_array(m.grounds, ',')
                              ELSE cases.grounds END
                  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::bigint[],
                    $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[],
                    $12::bigint[], $13::text[])
                    AS m(number, lines, body, told, signed_at, decided_at, waited_ms, channel, kind,
                    status, region, persons, grounds)
                  WHERE cases.number = m.number",
            values,
        })
    }

    fn move_wakes(&self) -> Option<Call<'u>> {
        let waking = self.old.iter().filter_map(|write| Some((write.id, write.wake?)));
        let waking: Vec<_> = waking.collect();
        (!waking.is_empty()).then(|| Call {
            sql: "/* store: move_wakes */ UPDATE work SET due = w.due
                  FROM unnest($1::text[], $2::bigint[]) AS w(key, due)
                  WHERE work.key = w.key AND attempt = 0 AND work.due <> w.due",
            values: vec![
                column(waking.iter().map(|(id, _)| wake_key(*id))),
                column(waking.iter().map(|(_, at)| micros(*at))),
            ],
        })
    }

    /// The wake times that are not wanted any more. One that was ever leased is replaced by a row
    /// with another id: whoever holds the old one can then not settle the new one.
    fn drop_wakes(&self) -> Option<Call<'u>> {
        (!self.old.is_empty()).then(|| Call {
            sql: "/* store: drop_wakes */ DELETE FROM work
                  USING unnest($1::text[], $2::bigint[]) AS w(key, due)
                  WHERE work.key = w.key AND (w.due IS NULL OR attempt > 0)",
            values: vec![
                column(self.old.iter().map(|write| wake_key(write.id))),
                column(self.old.iter().map(|write| write.wake.map(micros))),
            ],
        })
    }

    fn wakes(&self, ids: &mut Ids) -> Option<Call<'u>> {
        let mut waking: Vec<_> =
            self.all().filter_map(|write| Some((write.id, write.wake?))).collect();
        waking.sort_by_key(|(id, _)| *id);
        (!waking.is_empty()).then(|| Call {
            sql: "/* store: wakes */ INSERT INTO work (id, kind, key, case_id, due, attempt, body)
                  SELECT id, 'wake', key, case_id, due, 0, ''
                  FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bigint[])
                    AS w(id, key, case_id, due)
                  ON CONFLICT (key) DO NOTHING",
            values: vec![
                column(waking.iter().map(|_| ids.next())),
                column(waking.iter().map(|(id, _)| wake_key(*id))),
                column(waking.iter().map(|(id, _)| bytes(*id))),
                column(waking.iter().map(|(_, at)| micros(*at))),
            ],
        })
    }

    fn wanted(&self) -> Vec<(String, i16, &'u str)> {
        let named = self.all().filter_map(|write| Some((write.id.number(), write.keys.as_ref()?)));
        let names = named.flat_map(|(number, keys)| {
            let coded = keys.iter().filter_map(|(key, value)| Some((code(*key)?, value.as_str())));
            coded.map(move |(code, value)| (number.to_string(), code, value))
        });
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn drop_names(&self) -> Option<Call<'u>> {
        let renamed: Vec<_> = self.old.iter().filter(|write| write.keys.is_some()).collect();
        let wanted = self.wanted();
        (!renamed.is_empty()).then(|| Call {
            sql: "/* store: drop_names */ DELETE FROM case_keys USING cases
                  WHERE case_no = no AND number = ANY ($1::text[])
                  AND (number, case_keys.kind, value) NOT IN
                    (SELECT * FROM unnest($2::text[], $3::smallint[], $4::text[]))",
            values: vec![
                column(renamed.iter().map(|write| write.id.number().to_string())),
                column(wanted.iter().map(|(number, ..)| number.clone())),
                column(wanted.iter().map(|(_, kind, _)| *kind)),
                column(wanted.iter().map(|(.., value)| (*value).to_owned())),
            ],
        })
    }

    fn names(&self) -> Option<Call<'u>> {
        let wanted = self.wanted();
        (!wanted.is_empty()).then(|| Call {
            sql: "/* store: names */ INSERT INTO case_keys (kind, value, case_no)
                  SELECT w.kind, w.value, no
                  FROM unnest($1::text[], $2::smallint[], $3::text[]) AS w(number, kind, value)
                  JOIN cases ON cases.number = w.number ON CONFLICT DO NOTHING",
            values: vec![
                column(wanted.iter().map(|(number, ..)| number.clone())),
                column(wanted.iter().map(|(_, kind, _)| *kind)),
                column(wanted.iter().map(|(.., value)| (*value).to_owned())),
            ],
        })
    }

    fn journal(&self) -> Option<Call<'u>> {
        let lines = self.all().flat_map(|write| write.journal.iter().map(|row| (write.id, row)));
        let lines: Vec<_> = lines.collect();
        let rows = || lines.iter().map(|(_, row)| *row);
        (!lines.is_empty()).then(|| Call {
            sql: "/* store: journal_lines */ INSERT INTO journal (month, case_no, seq, at, event, lines)
                  SELECT month, no, j.seq, j.at, j.event, j.lines
                  FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
                    AS j(number, seq, at, event, lines)
                  JOIN cases ON cases.number = j.number",
            values: vec![
                column(lines.iter().map(|(id, _)| id.number().to_string())),
                column(rows().map(|row| number(row.seq))),
                column(rows().map(|row| micros(row.at))),
                column(rows().map(|row| row.event.as_str())),
                column(rows().map(|row| row.lines.as_str())),
            ],
        })
    }

    fn release(&self) -> Option<Call<'u>> {
        let ends = self.old.iter().filter(|write| write.claims != Claims::Keep);
        let ends: Vec<_> = ends.map(|write| write.id.number().to_string()).collect();
        (!ends.is_empty()).then(|| Call {
            sql: "/* store: release */ DELETE FROM claims USING cases
                  WHERE case_no = no AND number = ANY ($1::text[])",
            values: vec![column(ends.into_iter())],
        })
    }

    fn take(&self) -> Option<Call<'u>> {
        let takes = self.all().filter_map(|write| match &write.claims {
            Claims::Take(subjects) => Some((write.id, subjects)),
            Claims::Keep | Claims::Release => None,
        });
        let mut takes: Vec<_> = takes
            .flat_map(|(id, subjects)| subjects.iter().map(move |iin| (person(*iin), id)))
            .collect();
        // In one order on every node; the same case may name a subject twice.
        takes.sort_unstable();
        takes.dedup();
        (!takes.is_empty()).then(|| Call {
            sql: "/* store: take */ WITH taken AS (INSERT INTO claims (iin, case_no)
                    SELECT iin, no FROM unnest($1::bigint[], $2::text[]) AS t(iin, number)
                    JOIN cases ON cases.number = t.number ORDER BY iin
                    ON CONFLICT (iin) DO NOTHING RETURNING 1)
                  SELECT tirkeu_demand(count(*) = $3, 'taken claim') FROM taken",
            values: vec![
                column(takes.iter().map(|(iin, _)| *iin)),
                column(takes.iter().map(|(_, id)| id.number().to_string())),
                count(takes.len()),
            ],
        })
    }
}

fn wake_key(id: CaseId) -> String {
    format!("{WAKE}:{id}")
}

/// The figures of a case that has told none yet.
static UNKNOWN: CaseFigures = CaseFigures {
    channel: "",
    kind: "",
    status: "",
    region: String::new(),
    persons: 0,
    signed_at: None,
    decided_at: None,
    waited_ms: 0,
    grounds: Vec::new(),
};

/// The columns that statistics count, in their order.
fn figures<'u>(of: impl Iterator<Item = &'u CaseFigures> + Clone) -> Vec<Column<'u>> {
    vec![
        column(of.clone().map(|figures| figures.signed_at.map(micros))),
        column(of.clone().map(|figures| figures.decided_at.map(micros))),
        column(of.clone().map(|figures| number(figures.waited_ms))),
        column(of.clone().map(|figures| figures.channel)),
        column(of.clone().map(|figures| figures.kind)),
        column(of.clone().map(|figures| figures.status)),
        column(of.clone().map(|figures| figures.region.as_str())),
        column(of.clone().map(|figures| i64::from(figures.persons))),
        column(of.map(|figures| figures.grounds.join(","))),
    ]
}
