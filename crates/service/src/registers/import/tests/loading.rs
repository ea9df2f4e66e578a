use std::sync::Mutex;

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};
use store::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Evidence, Figures, JournalRow,
    NoticePage, NoticeQuery, Overdue, Perishable, QueueState, ReadingQuery, RecordLine,
    RecordQuery, RegisterQuery, Slip, StoredCase, StoredReading, StoredRecord, Unit, Work,
};

use super::*;

fn at() -> Timestamp {
    "2026-01-15T05:00:00Z".parse().unwrap()
}

/// A store that keeps what is imported and can do nothing else.
#[derive(Default)]
struct Kept(Mutex<Vec<ImportRow>>);

#[async_trait]
impl Store for Kept {
    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        assert!(rows.len() <= BATCH);
        let mut kept = self.0.lock().unwrap();
        let outcome = |row: ImportRow| {
            if kept.contains(&row) {
                return Imported::Same;
            }
            kept.push(row);
            if kept.len() == 3 { Imported::Refused("an open entry".into()) } else { Imported::New }
        };
        Ok(rows.into_iter().map(outcome).collect())
    }
    async fn load(&self, _: CaseId) -> Result<Option<StoredCase>, StoreError> {
        unreachable!()
    }
    async fn journal(&self, _: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        unreachable!()
    }
    async fn cases(&self, _: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        unreachable!()
    }
    async fn evidence(&self, _: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        unreachable!()
    }
    async fn record(&self, _: &str, _: &str) -> Result<Option<StoredRecord>, StoreError> {
        unreachable!()
    }
    async fn records(&self, _: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        unreachable!()
    }
    async fn record_lines(&self, _: &str, _: &str) -> Result<Vec<RecordLine>, StoreError> {
        unreachable!()
    }
    async fn readings(&self, _: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        unreachable!()
    }
    async fn notices(&self, _: NoticeQuery) -> Result<NoticePage, StoreError> {
        unreachable!()
    }
    async fn commit(&self, _: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        unreachable!()
    }
    async fn lease(&self, _: Timestamp, _: Timestamp, _: usize) -> Result<Vec<Work>, StoreError> {
        unreachable!()
    }
    async fn queue(&self) -> Result<QueueState, StoreError> {
        unreachable!()
    }
    async fn slip(&self, _: &str, _: &str, _: Timestamp) -> Result<Option<Slip>, StoreError> {
        unreachable!()
    }
    async fn book(&self, _: BookQuery) -> Result<BookPage, StoreError> {
        unreachable!()
    }
    async fn register(&self, _: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        unreachable!()
    }
    async fn search(&self, _: &str, _: usize) -> Result<Vec<AddressCode>, StoreError> {
        unreachable!()
    }
    async fn figures(&self, _: &[Timestamp]) -> Result<Figures, StoreError> {
        unreachable!()
    }
    async fn sweep(&self, _: Timestamp, _: usize) -> Result<usize, StoreError> {
        unreachable!()
    }
    async fn overdue(&self, _: Perishable, _: Timestamp) -> Result<Overdue, StoreError> {
        unreachable!()
    }
    async fn forget(&self, _: Perishable, _: Timestamp, _: usize) -> Result<usize, StoreError> {
        unreachable!()
    }
    async fn backup(&self, _: &Path) -> Result<(), StoreError> {
        unreachable!()
    }
    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        unreachable!()
    }
}

#[tokio::test]
async fn loading_twice_changes_nothing_and_reports_by_line() {
    let mut file = String::from("month,channel,services,persons\n");
    for row in 0..2_500 {
        file.push_str(&format!("{}-10,portal,{row},1\n", if row == 9 { 25 } else { 2025 }));
    }
    let store = Kept::default();
    let mut seen = Vec::new();
    let mut progress = |now: &Summary| seen.push(now.lines);
    let first = load(&store, Kind::Totals, file.as_bytes(), at(), &mut progress).await.unwrap();
    assert_eq!((first.new, first.same, first.bad_total), (2_498, 0, 2));
    assert_eq!(first.bytes, u64::try_from(file.len()).unwrap());
    assert_eq!(seen, [1_001, 2_001, 2_501]);
    let said: Vec<String> = first.bad.iter().map(ToString::to_string).collect();
    assert_eq!(said[0], "line 4: contradicts what is on record: an open entry");
    assert!(said[1].starts_with("line 11, month: "), "{said:?}");
    let again = load(&store, Kind::Totals, file.as_bytes(), at(), &mut |_: &Summary| {}).await;
    let again = again.unwrap();
    assert_eq!((again.new, again.changed, again.same), (0, 0, 2_499));
}
