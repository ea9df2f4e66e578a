//! Whether the invariants hold.

use tokio_postgres::Client;

/// So many sentences are enough for one kind of damage.
const MOST: &str = " LIMIT 20";

/// What must not be found, and the query that finds it: one text a row, which never names a person.
/// Constraints of the schema hold what is not asked here.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "an entry was written without moving the version of its person or dwelling",
        "/* store: examine_versions */ SELECT encode(id, 'hex') FROM entries AS e
         WHERE NOT EXISTS (SELECT FROM versions WHERE kind = 1 AND key = e.iin)
         OR NOT EXISTS (SELECT FROM versions WHERE kind = 2 AND key = e.rka)",
    ),
    (
        "the journal of a case has a gap or another length than the case says",
        "/* store: examine_journal */ SELECT number FROM cases LEFT JOIN
         (SELECT month, case_no, count(*) AS n, min(seq) AS low, max(seq) AS high
          FROM journal GROUP BY month, case_no) AS j ON case_no = no AND j.month = cases.month
         WHERE coalesce(n, 0) <> lines OR (n > 0 AND (low <> 1 OR high <> n))",
    ),
    (
        "a line of a journal belongs to no case",
        "/* store: examine_lines */ SELECT 'case ' || case_no FROM journal AS j
         WHERE NOT EXISTS (SELECT FROM cases WHERE no = case_no AND month = j.month)",
    ),
    (
        "a decided case still holds a subject",
        "/* store: examine_claims */ SELECT DISTINCT number FROM claims JOIN cases ON no = case_no
         WHERE decided_at IS NOT NULL",
    ),
    (
        "a case says that it is decided and not when, or the other way round",
        "/* store: examine_decided */ SELECT number FROM cases
         WHERE (status IN ('registered', 'refused', 'referred', 'withdrawn'))
           <> (decided_at IS NOT NULL)",
    ),
    (
        "an open application holds no subject",
        "/* store: examine_open */ SELECT number FROM cases
         WHERE status IN ('signed', 'checking', 'awaiting_consent', 'registering')
         AND NOT EXISTS (SELECT FROM claims WHERE case_no = no)",
    ),
    (
        "an application waits for answers and for no time",
        "/* store: examine_waiting */ SELECT number FROM cases WHERE status = 'awaiting_consent'
         AND NOT EXISTS (SELECT FROM work WHERE work.kind = 'wake' AND case_id = cases.id)",
    ),
    (
        "an application waits for registers that nobody will ask",
        "/* store: examine_asking */ SELECT number FROM cases
         WHERE status IN ('signed', 'checking', 'registering')
         AND NOT EXISTS (SELECT FROM work WHERE work.kind = 'registers' AND case_id = cases.id)",
    ),
    (
        "an application was granted and nobody entered in the book",
        "/* store: examine_granted */ SELECT number FROM cases WHERE status = 'registered'
         AND number NOT IN (SELECT opened_by FROM entries)",
    ),
    (
        "somebody was entered in the book by an application that was not granted",
        "/* store: examine_entered */ SELECT number FROM entries JOIN cases ON number = opened_by
         WHERE status <> 'registered'",
    ),
    (
        "an application was decided and nobody told",
        "/* store: examine_told */ SELECT number FROM cases
         WHERE status IN ('registered', 'refused', 'referred')
         AND NOT EXISTS (SELECT FROM notices WHERE case_no = no)",
    ),
    (
        "the notices of a person have a gap",
        "/* store: examine_notices */ SELECT count(*) || ' notices, numbers from ' || min(number)
         || ' to ' || max(number) FROM notices JOIN notice_counts USING (iin)
         GROUP BY iin, last HAVING min(number) <> 1 OR max(number) <> count(*)
         OR last <> max(number)",
    ),
    (
        "a wake time belongs to no case",
        "/* store: examine_wakes */ SELECT key FROM work WHERE kind = 'wake'
         AND NOT EXISTS (SELECT FROM cases WHERE cases.id = case_id)",
    ),
];

pub(super) async fn examine(client: &Client) -> Result<Vec<String>, tokio_postgres::Error> {
    let mut found = Vec::new();
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    for (what, sql) in INVARIANTS {
        let rows = client.query(&format!("{sql}{MOST}"), &[]).await?;
        found.extend(rows.iter().map(|row| format!("{what}: {}", row.get::<_, &str>(0))));
    }
    client.batch_execute("COMMIT").await?;
    Ok(found)
}
