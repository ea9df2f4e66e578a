//! The task that writes: whatever waits goes to the database together.

use tokio::sync::{mpsc, oneshot};

use super::flight::fly;
use super::ids::Ids;
use super::line::Line;
use super::wave::waves;
use crate::{CommitError, Committed, Unit};

type Answers = Vec<Result<Committed, CommitError>>;

/// Units that wait to be saved, and who waits for them.
pub(super) struct Job {
    pub(super) units: Vec<Unit>,
    pub(super) reply: oneshot::Sender<Answers>,
}

/// Serves until nobody can ask any more.
pub(super) async fn serve(mut jobs: mpsc::Receiver<Job>, line: Line, most: usize) {
    let mut ids = Ids::default();
    while let Some(first) = jobs.recv().await {
        let mut units = first.units;
        let mut waiting = vec![(units.len(), first.reply)];
        while units.len() < most
            && let Ok(mut job) = jobs.try_recv()
        {
            waiting.push((job.units.len(), job.reply));
            units.append(&mut job.units);
        }
        let mut answers = save(&line, &units, most, &mut ids).await;
        for (count, reply) in waiting {
            let rest = answers.split_off(count.min(answers.len()));
            // Whoever asked may have gone away; what was saved stays saved.
            drop(reply.send(std::mem::replace(&mut answers, rest)));
        }
    }
}

async fn save(line: &Line, units: &[Unit], most: usize, ids: &mut Ids) -> Answers {
    let session = match line.session().await {
        Ok(session) => session,
        Err(error) => {
            let failed = |_: &Unit| Err(CommitError::Engine(error.clone()));
            return units.iter().map(failed).collect();
        }
    };
    let mut answers = Answers::with_capacity(units.len());
    for wave in waves(units, most) {
        let Some(units) = units.get(wave) else { continue };
        answers.extend(fly(&session, units, ids).await);
    }
    answers
}
