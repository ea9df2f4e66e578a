//! Ids of work: taken from the database a thousand at a time, never twice.

use super::line::Session;

/// How many numbers `nextval` skips.
const BLOCK: i64 = 1000;

/// The ids that are left, and those asked for beyond them.
#[derive(Debug, Default)]
pub(super) struct Ids {
    left: Vec<std::ops::Range<i64>>,
}

impl Ids {
    /// Makes sure that so many are there.
    pub(super) async fn at_least(
        &mut self,
        session: &Session,
        wanted: usize,
    ) -> Result<(), tokio_postgres::Error> {
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
        while self.left.iter().map(|block| block.end - block.start).sum::<i64>() < wanted {
            let sql = session.prepare("/* store: work_ids */ SELECT nextval('work_ids')").await?;
            let first: i64 = session.client.query_one(&sql, &[]).await?.get(0);
            self.left.push(first..first + BLOCK);
        }
        Ok(())
    }

    /// The next one; there is one for each that was asked for.
    pub(super) fn next(&mut self) -> i64 {
        while let Some(block) = self.left.first_mut() {
            if let Some(id) = block.next() {
                return id;
            }
            self.left.remove(0);
        }
        0
    }
}
