//! Documents that last, and who has looked at whose data.

use store::{
    ReadingQuery, ReadingWrite, ReadingsOf, RecordLine, RecordQuery, RecordWrite, StoredReading,
    StoredRecord, Taken,
};

use super::Tables;
use super::units::Refused;

/// A document, its history and its other names.
#[derive(Clone, Debug)]
pub(super) struct Document {
    record: StoredRecord,
    lines: Vec<RecordLine>,
    keys: Vec<String>,
}

impl Tables {
    pub(super) fn write_record(&mut self, write: &RecordWrite) -> Result<(), Refused> {
        let name = (write.kind.to_owned(), write.id.clone());
        let there = self.records.get(&name).cloned();
        let mut next = match (write.expected, there) {
            (None, Some(_)) => return Err(Refused::Taken(Taken::Record)),
            (None, None) => {
                self.last_record += 1;
                let record = StoredRecord {
                    no: self.last_record,
                    id: write.id.clone(),
                    version: 0,
                    at: write.at,
                    body: String::new(),
                };
                Document { record, lines: Vec::new(), keys: Vec::new() }
            }
            (Some(expected), Some(there)) if there.record.version == expected => there,
            (Some(_), _) => return Err(Refused::Stale("record")),
        };
        next.record.version += 1;
        next.record.at = write.at;
        next.record.body.clone_from(&write.body);
        let version = next.record.version;
        let line = write.line.clone().map(|text| RecordLine { version, at: write.at, text });
        next.lines.extend(line);
        if let Some(keys) = &write.keys {
            next.keys.clone_from(keys);
        }
        self.records.put(name, next);
        Ok(())
    }

    pub(super) fn record(&self, kind: &str, id: &str) -> Option<StoredRecord> {
        let document = self.records.get(&(kind.to_owned(), id.to_owned()))?;
        Some(document.record.clone())
    }

    pub(super) fn record_lines(&self, kind: &str, id: &str) -> Vec<RecordLine> {
        let document = self.records.get(&(kind.to_owned(), id.to_owned()));
        document.map(|document| document.lines.clone()).unwrap_or_default()
    }

    pub(super) fn list_records(&self, query: &RecordQuery) -> Vec<StoredRecord> {
        let of_kind = self.records.iter().filter(|((kind, _), _)| kind == query.kind);
        let asked = of_kind.map(|(_, document)| document).filter(|document| {
            query.key.as_ref().is_none_or(|key| document.keys.contains(key))
                && query.before.is_none_or(|before| document.record.no < before)
        });
        let mut records: Vec<_> = asked.map(|document| document.record.clone()).collect();
        records.sort_unstable_by_key(|record| std::cmp::Reverse(record.no));
        records.truncate(query.limit);
        records
    }

    pub(super) fn write_reading(&mut self, reading: &ReadingWrite) {
        self.last_reading += 1;
        let number = self.last_reading;
        let ReadingWrite { of, by, at, body } = reading.clone();
        self.readings.put(number, StoredReading { number, of, by, at, body });
    }

    pub(super) fn list_readings(&self, query: &ReadingQuery) -> Vec<StoredReading> {
        let below = self.readings.range(..query.before.unwrap_or(u64::MAX)).rev();
        let asked = below.map(|(_, reading)| reading).filter(|reading| match &query.of {
            ReadingsOf::Person(iin) => reading.of == *iin,
            ReadingsOf::Reader(by) => reading.by == *by,
        });
        asked.take(query.limit).cloned().collect()
    }
}
