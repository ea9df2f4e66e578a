//! Snapshots of the registers: loading, looking up, searching addresses.

use std::collections::HashSet;

use residence::names::AddressCode;
use residence::registration::Entry;

use super::book;
use super::call::{Call, column, entity};
use super::line::Session;
use crate::fold::fold;
use crate::memo::Kept;
use crate::{BookWrite, ImportRow, Imported, RegisterKind};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// More words than an address has; the rest of a query is not looked at.
const MOST_WORDS: usize = 16;

/// All rows under a key, whichever register they are of, each register in the order of its parts.
pub(super) async fn under(session: &Session, key: &str) -> Asked<Vec<Kept>> {
    let sql = session
        .prepare(
            "/* store: rows_of_key */ SELECT kind, body FROM registers WHERE key = $1
             ORDER BY kind, part COLLATE \"C\"",
        )
        .await?;
    let rows = session.client.query(&sql, &[&key]).await?;
    let known = |row: &tokio_postgres::Row| Some((RegisterKind::of_code(row.get(0))?, row.get(1)));
    Ok(rows.iter().filter_map(known).collect())
}

/// The rows of one register under one of their other names.
pub(super) async fn named(session: &Session, kind: RegisterKind, name: &str) -> Asked<Vec<Kept>> {
    let sql = session
        .prepare(
            "/* store: rows_of_name */ SELECT body FROM registers
             WHERE others @> ARRAY[$2::text] AND kind = $1
             ORDER BY key COLLATE \"C\", part COLLATE \"C\"",
        )
        .await?;
    let rows = session.client.query(&sql, &[&kind.code(), &name]).await?;
    Ok(rows.iter().map(|row| (kind, row.get(0))).collect())
}

/// All rows of one register.
pub(super) async fn all(session: &Session, kind: RegisterKind) -> Asked<Vec<Kept>> {
    let sql = session
        .prepare(
            "/* store: register */ SELECT body FROM registers WHERE kind = $1
             ORDER BY key COLLATE \"C\", part COLLATE \"C\"",
        )
        .await?;
    let rows = session.client.query(&sql, &[&kind.code()]).await?;
    Ok(rows.iter().map(|row| (kind, row.get(0))).collect())
}

pub(super) async fn search(
    session: &Session,
    words: &str,
    limit: usize,
) -> Asked<Vec<AddressCode>> {
    let folded = fold(words);
    let terms: Vec<_> =
        folded.split_whitespace().take(MOST_WORDS).map(|word| format!("'{word}':*")).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let sql = session
        .prepare(
            "/* store: search */ SELECT rka FROM address_words
             WHERE words @@ $1::text::tsquery ORDER BY rka LIMIT $2",
        )
        .await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = session.client.query(&sql, &[&terms.join(" & "), &limit]).await?;
    Ok(rows.iter().filter_map(|row| format!("{:016}", row.get::<_, i64>(0)).parse().ok()).collect())
}

/// A row of a register on its way in.
struct Loaded<'r> {
    place: usize,
    kind: i16,
    key: &'r str,
    part: &'r str,
    others: Vec<String>,
    words: Option<String>,
    body: &'r str,
    moves: Option<(i16, i64)>,
}

/// Loads rows inside the transaction that is open; says what became of each.
pub(super) async fn import(session: &Session, rows: &[ImportRow]) -> Asked<Vec<Imported>> {
    let mut answers = vec![Imported::Same; rows.len()];
    let mut batch: Vec<Loaded<'_>> = Vec::new();
    let mut names = HashSet::new();
    let mut entries: Vec<(usize, BookWrite)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        match row {
            ImportRow::Entry(entry) => entries.push((place, BookWrite::Open(entry.clone()))),
            ImportRow::Register { kind, key, part, others, search, body, moves } => {
                let words = search.as_deref().map(fold);
                if words.is_some() && key.parse::<AddressCode>().is_err() {
                    let says = format!("{key} is not the code of an address");
                    put(&mut answers, place, Imported::Refused(says));
                    continue;
                }
                if !names.insert((kind.code(), key.as_str(), part.as_str())) {
                    // The same row again: after the first has been loaded.
                    load(session, &std::mem::take(&mut batch), &mut answers).await?;
                    names.clear();
                    names.insert((kind.code(), key.as_str(), part.as_str()));
                }
                let mut others = others.clone();
                others.sort();
                others.dedup();
                let moves = moves.map(entity);
                let kind = kind.code();
                batch.push(Loaded { place, kind, key, part, others, words, body, moves });
            }
        }
    }
    load(session, &batch, &mut answers).await?;
    for (place, write) in entries {
        let BookWrite::Open(entry) = &write else { continue };
        let answer = take_over(session, &write, entry).await?;
        put(&mut answers, place, answer);
    }
    Ok(answers)
}

fn put(answers: &mut [Imported], place: usize, answer: Imported) {
    if let Some(slot) = answers.get_mut(place) {
        *slot = answer;
    }
}

/// Runs a statement of the kind that flights are made of.
async fn run(session: &Session, call: &Call<'_>) -> Asked<Vec<tokio_postgres::Row>> {
    let sql = session.prepare(call.sql).await?;
    session.client.query(&sql, &call.values()).await
}

async fn load(session: &Session, batch: &[Loaded<'_>], answers: &mut [Imported]) -> Asked<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let places = || batch.iter().zip(1i64..);
    let others = |row: &Loaded<'_>| serde_json::to_string(&row.others).unwrap_or_default();
    let call = Call {
        sql: "/* store: load_rows */ WITH given AS MATERIALIZED (SELECT g.kind, key, part, words, body,
                ARRAY(SELECT jsonb_array_elements_text(others::jsonb)) AS others, place
                FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[],
                  $6::text[], $7::bigint[]) AS g(kind, key, part, others, words, body, place)),
              before AS MATERIALIZED (SELECT g.place, r.others = g.others
                  AND r.words IS NOT DISTINCT FROM g.words AND r.body = g.body AS same,
                  r.words IS DISTINCT FROM g.words AS renamed
                FROM given AS g JOIN registers AS r USING (kind, key, part)),
              put AS (INSERT INTO registers (kind, key, part, others, words, body)
                SELECT kind, key, part, others, words, body FROM given
                LEFT JOIN before USING (place) WHERE same IS NOT TRUE ORDER BY key, kind, part
                ON CONFLICT (key, kind, part) DO UPDATE
                SET others = excluded.others, words = excluded.words, body = excluded.body)
              SELECT place, before.place IS NULL AS new, coalesce(same, false) AS same
              FROM given LEFT JOIN before USING (place)",
        values: vec![
            column(batch.iter().map(|row| row.kind)),
            column(batch.iter().map(|row| row.key)),
            column(batch.iter().map(|row| row.part)),
            column(batch.iter().map(others)),
            column(batch.iter().map(|row| row.words.as_deref())),
            column(batch.iter().map(|row| row.body)),
            column(places().map(|(_, place)| place)),
        ],
    };
    let mut moved: Vec<&Loaded<'_>> = Vec::new();
    for row in run(session, &call).await? {
        let at = usize::try_from(row.get::<_, i64>(0) - 1).unwrap_or_default();
        let Some(loaded) = batch.get(at) else { continue };
        if row.get::<_, bool>(2) {
            continue;
        }
        let new = row.get::<_, bool>(1);
        put(answers, loaded.place, if new { Imported::New } else { Imported::Changed });
        moved.push(loaded);
    }
    index(session, &moved).await?;
    move_versions(session, &moved).await
}

/// An address is searched by the words of all its rows.
async fn index(session: &Session, moved: &[&Loaded<'_>]) -> Asked<()> {
    let mut keys: Vec<&str> = moved
        .iter()
        .filter(|row| row.kind == RegisterKind::Addresses.code())
        .map(|row| row.key)
        .filter(|key| key.parse::<AddressCode>().is_ok())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(());
    }
    let values = || vec![column(keys.iter().copied())];
    let drop = "/* store: drop_words */ DELETE FROM address_words
                WHERE rka IN (SELECT key::bigint FROM unnest($1::text[]) AS k(key))";
    run(session, &Call { sql: drop, values: values() }).await?;
    let add = "/* store: add_words */ INSERT INTO address_words (rka, words)
               SELECT key::bigint,
                 array_to_tsvector(ARRAY(SELECT DISTINCT word FROM unnest(string_to_array(
                   string_agg(words, ' '), ' ')) AS w(word) WHERE word <> ''))
               FROM registers WHERE kind = 4 AND key = ANY ($1::text[]) AND words IS NOT NULL
               GROUP BY key";
    run(session, &Call { sql: add, values: values() }).await?;
    Ok(())
}

async fn move_versions(session: &Session, moved: &[&Loaded<'_>]) -> Asked<()> {
    let moves: Vec<(i16, i64)> = moved.iter().filter_map(|row| row.moves).collect();
    if moves.is_empty() {
        return Ok(());
    }
    let call = Call {
        sql: "/* store: move_versions */ INSERT INTO versions (kind, key, version)
              SELECT kind, key, count(*) FROM unnest($1::smallint[], $2::bigint[]) AS m(kind, key)
              GROUP BY kind, key ORDER BY kind, key
              ON CONFLICT (kind, key) DO UPDATE SET version = versions.version + excluded.version",
        values: vec![
            column(moves.iter().map(|(kind, _)| *kind)),
            column(moves.iter().map(|(_, key)| *key)),
        ],
    };
    run(session, &call).await.map(|_| ())
}

/// An entry made elsewhere is opened, or compared with what is there.
async fn take_over(session: &Session, write: &BookWrite, entry: &Entry) -> Asked<Imported> {
    let Some(mut call) = book::open(&[write]) else { return Ok(Imported::Same) };
    // Whatever is in the way: the next question tells what.
    call.sql = book::OPEN_IF_FREE;
    call.values.pop();
    let opened: i64 = match run(session, &call).await?.first() {
        Some(row) => row.get(0),
        None => 0,
    };
    if opened == 1 { Ok(Imported::New) } else { book::known(session, entry).await }
}
