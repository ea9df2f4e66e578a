//! One transaction: all its statements leave together and come back together, so that it costs one
//! way to the database and back however many units it saves.

use std::sync::Arc;

use futures_util::future::join_all;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use super::call::{Call, refusal};
use super::cases;
use super::fault::{DEMAND, collided, fault};
use super::ids::Ids;
use super::line::Session;
use super::moves::{Moves, lines_follow};
use super::wave::steps;
use super::{book, records, slips, told, work};
use crate::{CommitError, Committed, Taken, Unit, WorkId};

/// How often the same wave is tried when other nodes are in its way.
const TRIES: usize = 8;

/// What became of a wave.
type Answers = Vec<Result<Committed, CommitError>>;

/// Saves the units of a wave, each whole or not at all.
pub(super) async fn fly(session: &Arc<Session>, units: &[Unit], ids: &mut Ids) -> Answers {
    let mut tries = 0;
    let error = loop {
        match once(session, units, ids).await {
            Ok(saved) => return saved.into_iter().map(Ok).collect(),
            Err(error) if collided(&error) && tries < TRIES => tries += 1,
            Err(error) => break error,
        }
    };
    if !refused(&error) {
        return units.iter().map(|_| Err(CommitError::Engine(fault(&error)))).collect();
    }
    if let [unit] = units {
        return vec![Err(why(session, unit, &error).await)];
    }
    // One of them is not right, or the first makes another one wrong: by halves, in their order.
    let (first, second) = units.split_at(units.len() / 2);
    let mut answers = Box::pin(fly(session, first, ids)).await;
    answers.extend(Box::pin(fly(session, second, ids)).await);
    answers
}

/// Whether the database refused what was asked, as opposed to failing.
fn refused(error: &tokio_postgres::Error) -> bool {
    error.code().is_some_and(|state| {
        state.code() == DEMAND
            || *state == SqlState::EXCLUSION_VIOLATION
            || *state == SqlState::UNIQUE_VIOLATION
            || *state == SqlState::CARDINALITY_VIOLATION
    })
}

/// What it means that this unit was refused.
async fn why(session: &Session, unit: &Unit, error: &tokio_postgres::Error) -> CommitError {
    let message = error.as_db_error().map(|error| error.message()).unwrap_or_default();
    if error.code() == Some(&SqlState::EXCLUSION_VIOLATION) {
        return CommitError::Taken(Taken::PermanentEntry);
    }
    if message == "taken claim"
        && let Some(case) = &unit.case
    {
        return match cases::holder(session, case).await {
            Ok(Some((subject, number))) => {
                CommitError::Taken(Taken::OpenApplication { subject, number })
            }
            // It was let go of meanwhile: whoever reads again finds it free.
            Ok(None) => CommitError::Stale("case"),
            Err(error) => CommitError::Engine(fault(&error)),
        };
    }
    refusal(message).unwrap_or_else(|| CommitError::Engine(fault(error)))
}

async fn once(
    session: &Arc<Session>,
    units: &[Unit],
    ids: &mut Ids,
) -> Result<Vec<Committed>, tokio_postgres::Error> {
    let wakes = units.iter().filter_map(|unit| unit.case.as_ref()?.wake).count();
    let pieces = units.iter().map(|unit| unit.work.len()).sum::<usize>();
    ids.at_least(session, wakes + pieces).await?;
    let (calls, mut made) = calls(units, ids);
    if !calls.is_empty() {
        depart(session, &calls).await?;
    }
    let saved = units.iter().map(|unit| {
        let rest = made.split_off(unit.work.len().min(made.len()));
        Committed { work: std::mem::replace(&mut made, rest) }
    });
    Ok(saved.collect())
}

/// The statements of a wave, in the order in which units are refused, and the ids of their work.
fn calls<'u>(units: &'u [Unit], ids: &mut Ids) -> (Vec<Call<'u>>, Vec<WorkId>) {
    let moves = Moves::of(units.iter().filter_map(|unit| unit.case.as_ref()));
    let mut calls = Vec::new();
    if !units.iter().filter_map(|unit| unit.case.as_ref()).all(lines_follow) {
        calls.push(Call {
            sql: "/* store: gap */ SELECT tirkeu_demand(false, 'stale journal')",
            values: Vec::new(),
        });
    }
    calls.extend(book::hold(units));
    calls.extend(book::check(units.iter().flat_map(|unit| &unit.rests_on)));
    calls.extend(moves.known());
    let steps = steps(units);
    for step in &steps {
        calls.extend(slips::calls(&step.slips));
    }
    // Before the cases, whose new wake times must survive the end of the old ones.
    for step in &steps {
        calls.extend(work::settle(&step.settles));
    }
    calls.extend(moves.calls(ids));
    for step in &steps {
        calls.extend(book::close(&step.closes));
        calls.extend(book::open(&step.opens));
    }
    calls.extend(told::evidence(units.iter().flat_map(|unit| &unit.evidence)));
    for step in &steps {
        calls.extend(records::calls(&step.records));
    }
    calls.extend(records::read(units.iter().flat_map(|unit| &unit.readings)));
    calls.extend(told::notices(units.iter().flat_map(|unit| &unit.notices)));
    let (add, made) = work::add(units.iter().flat_map(|unit| &unit.work), ids);
    calls.extend(add);
    (calls, made)
}

/// Sends everything at once. A statement that fails makes those after it fail, and the end of the
/// transaction takes all of it back; the first error is the one that says why.
async fn depart(session: &Session, calls: &[Call<'_>]) -> Result<(), tokio_postgres::Error> {
    let mut statements = Vec::with_capacity(calls.len());
    for call in calls {
        statements.push(session.prepare(call.sql).await?);
    }
    let client = &session.client;
    let sent = calls
        .iter()
        .zip(&statements)
        .map(|(call, statement)| async move { client.query(statement, &call.values()).await });
    // Polled in their order, which is the order in which they leave.
    let (begun, answers, ended) = tokio::join!(
        biased;
        client.batch_execute("/* store: begin */ BEGIN"),
        join_all(sent),
        client.batch_execute("/* store: commit */ COMMIT"),
    );
    begun?;
    let first: Result<Vec<Vec<Row>>, _> = answers.into_iter().collect();
    first?;
    ended
}
