//! Whether the file is whole and the invariants hold.

use rusqlite::Connection;

/// So many sentences are enough for one kind of damage.
const MOST: usize = 20;

/// What must not be found, and the query that finds it: one text a row, which never names a person.
/// `NOT INDEXED` keeps an index from vouching for itself.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "a person has more than one active permanent entry",
        "/* store: examine_permanent */ SELECT group_concat(lower(hex(id)), ' and ')
         FROM entries NOT INDEXED WHERE kind = 'permanent' AND closed_at IS NULL
         GROUP BY iin HAVING count(*) > 1",
    ),
    (
        "an entry is closed before it was opened",
        "/* store: examine_closing */ SELECT lower(hex(id)) FROM entries
         WHERE closed_at < opened_at",
    ),
    (
        "an entry is closed without saying by what, or the other way round",
        "/* store: examine_closed_by */ SELECT lower(hex(id)) FROM entries
         WHERE (closed_at IS NULL) <> (closed_by IS NULL)",
    ),
    (
        "an entry was written without moving the version of its person or dwelling",
        "/* store: examine_versions */ SELECT lower(hex(id)) FROM entries
         WHERE CAST(iin AS INTEGER) NOT IN (SELECT iin FROM person_versions)
         OR CAST(rka AS INTEGER) NOT IN (SELECT rka FROM dwelling_versions)",
    ),
    (
        "the journal of a case has a gap or another length than the case says",
        "/* store: examine_journal */ SELECT number FROM cases LEFT JOIN
         (SELECT case_no, count(*) AS n, min(seq) AS low, max(seq) AS high
          FROM journal NOT INDEXED GROUP BY case_no) ON case_no = no
         WHERE coalesce(n, 0) <> lines OR (n > 0 AND (low <> 1 OR high <> n))",
    ),
    (
        "a decided case still holds a subject",
        "/* store: examine_claims */ SELECT DISTINCT number FROM claims JOIN cases ON no = case_no
         WHERE decided_at IS NOT NULL",
    ),
    (
        "a case says that it is decided and not when, or the other way round",
        "/* store: examine_decided */ SELECT number FROM cases
         WHERE (status IN ('registered', 'refused', 'referred', 'withdrawn')) <> (decided_at IS NOT NULL)",
    ),
    (
        "an open application holds no subject",
        "/* store: examine_open */ SELECT number FROM cases
         WHERE status IN ('signed', 'checking', 'awaiting_consent', 'registering')
         AND no NOT IN (SELECT case_no FROM claims)",
    ),
    (
        "an application waits for answers and for no time",
        "/* store: examine_waiting */ SELECT number FROM cases WHERE status = 'awaiting_consent'
         AND id NOT IN (SELECT case_id FROM work WHERE kind = 'wake' AND case_id IS NOT NULL)",
    ),
    (
        "an application waits for registers that nobody will ask",
        "/* store: examine_asking */ SELECT number FROM cases
         WHERE status IN ('signed', 'checking', 'registering')
         AND id NOT IN (SELECT case_id FROM work WHERE kind = 'registers' AND case_id IS NOT NULL)",
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
         AND no NOT IN (SELECT case_no FROM notices WHERE case_no IS NOT NULL)
         AND decided_at >= coalesce((SELECT through FROM forgotten WHERE kind = 'notices'),
           decided_at)",
    ),
    (
        "a case is not found under its names, or under names it does not have",
        "/* store: examine_names */ SELECT number FROM cases JOIN (
           SELECT no AS odd FROM (
             SELECT no, n.value ->> 0 AS kind, n.value ->> 1 AS name FROM cases, json_each(names) AS n
             EXCEPT SELECT case_no, kind, value FROM case_keys)
           UNION SELECT case_no FROM (
             SELECT case_no, kind, value FROM case_keys
             EXCEPT SELECT no, n.value ->> 0, n.value ->> 1 FROM cases, json_each(names) AS n)
         ) ON odd = no",
    ),
    (
        "the notices of a person have a gap",
        "/* store: examine_notices */ SELECT count(*) || ' notices, numbers from ' || min(number)
         || ' to ' || max(number) FROM notices AS n NOT INDEXED
         GROUP BY iin HAVING max(number) <> min(number) + count(*) - 1 OR min(number) <> 1 +
         coalesce((SELECT g.number FROM notices_gone AS g WHERE g.iin = n.iin), 0)",
    ),
    (
        "a wake time belongs to no case",
        "/* store: examine_wakes */ SELECT key FROM work WHERE kind = 'wake'
         AND id NOT IN (SELECT wake FROM cases WHERE wake IS NOT NULL)",
    ),
    (
        "a row of a register is found under a name it does not have",
        "/* store: examine_registers */ SELECT 'register ' || kind FROM register_names AS n
         WHERE NOT EXISTS (SELECT 1 FROM registers AS r WHERE r.kind = n.kind AND r.key = n.key
         AND r.part = n.part)",
    ),
];

pub(super) fn examine(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let moment = conn.unchecked_transaction()?;
    let mut found: Vec<String> = texts(conn, "PRAGMA integrity_check(20)")?
        .into_iter()
        .filter(|answer| answer != "ok")
        .map(|damage| format!("the file is damaged: {damage}"))
        .collect();
    let dangling = texts(conn, "PRAGMA foreign_key_check")?;
    found.extend(dangling.into_iter().map(|table| format!("a row of {table} points nowhere")));
    for (what, sql) in INVARIANTS {
        match texts(conn, sql) {
            Ok(rows) => found.extend(rows.into_iter().map(|row| format!("{what}: {row}"))),
            // A page that cannot be read is a finding too; the other checks may still say more.
            Err(error) => found.push(format!("cannot tell whether {what}: {error}")),
        }
    }
    moment.commit()?;
    Ok(found)
}

fn texts(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    statement.query_map([], |row| row.get(0))?.take(MOST).collect()
}
