-- Times are integer microseconds since 1970 (UTC). Names and ids are kept as people write them, so
-- that the file can be read with any tool. Few indexes: every one is paid for in each commit.

-- A case and its last state. `no` counts cases in the order they were filed: rows of one case lie
-- near those of its contemporaries, whatever the random id. `number` is a function of `id`, so its
-- uniqueness is that of the id too, and the id needs no index of its own.
CREATE TABLE cases (
    no         INTEGER PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    -- The last `seq` of its journal.
    lines      INTEGER NOT NULL,
    -- The work row of its wake time; the row may be gone, its key tells.
    wake       INTEGER,
    signed_at  INTEGER,
    decided_at INTEGER,
    waited_ms  INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    region     TEXT NOT NULL,
    persons    INTEGER NOT NULL,
    -- JSON array of rules.
    grounds    TEXT NOT NULL,
    -- JSON array of [kind, value]: what `case_keys` holds of it, so that a change is a difference.
    names      TEXT NOT NULL,
    id         BLOB NOT NULL,
    body       TEXT NOT NULL
) STRICT;

CREATE INDEX cases_signed ON cases (signed_at) WHERE signed_at IS NOT NULL;

-- Under which names a case is found, newest first. Kinds: 1 applicant, 2 subject, 3 asked,
-- 4 phone that is asked. The number is a column of `cases`.
CREATE TABLE case_keys (
    kind    INTEGER NOT NULL,
    value   TEXT NOT NULL,
    case_no INTEGER NOT NULL REFERENCES cases (no),
    PRIMARY KEY (kind, value, case_no)
) STRICT, WITHOUT ROWID;

-- The subjects of open applications: one open application a person.
CREATE TABLE claims (
    iin     TEXT PRIMARY KEY,
    case_no INTEGER NOT NULL REFERENCES cases (no)
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_of_case ON claims (case_no);

-- Appended at the end of the file whatever the case, so that a batch fills few pages; the narrow
-- index finds the rows of one case.
CREATE TABLE journal (
    no      INTEGER PRIMARY KEY,
    case_no INTEGER NOT NULL REFERENCES cases (no),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    lines   TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_of_case ON journal (case_no, seq);

-- What is to be done. Free work is found by `due`, held work by the end of its hold.
CREATE TABLE work (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE,
    case_id    BLOB,
    due        INTEGER NOT NULL,
    held_until INTEGER,
    attempt    INTEGER NOT NULL,
    last_error TEXT,
    body       TEXT NOT NULL
) STRICT;

CREATE INDEX work_free ON work (due) WHERE held_until IS NULL;
CREATE INDEX work_held ON work (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX work_incoming ON work (due) WHERE kind = 'incoming';

-- Small records with a life time.
CREATE TABLE slips (
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    version INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX slips_expiring ON slips (expires);

-- The registration book.
CREATE TABLE entries (
    no        INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE,
    iin       TEXT NOT NULL,
    rka       TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('permanent', 'temporary')),
    opened_at INTEGER NOT NULL,
    until     TEXT,
    closed_at INTEGER,
    opened_by TEXT NOT NULL,
    closed_by TEXT
) STRICT;

-- Finds the entries of a person and holds the law at the same time: an active permanent entry has
-- the place 0, every other one its own place, so a person has at most one active permanent entry.
CREATE UNIQUE INDEX entries_of_person ON entries (
    iin, (CASE WHEN kind = 'permanent' AND closed_at IS NULL THEN 0 ELSE no END)
);
CREATE INDEX entries_of_dwelling ON entries (rka);

-- How often the entries or register rows of a person or dwelling have changed. The key is the
-- number itself (ИИН, РКА): small rows, found at once.
CREATE TABLE person_versions (
    iin     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE dwelling_versions (
    rka     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

-- Snapshots of the registers. Kinds: 1 persons, 2 kin, 3 capacity, 4 addresses, 5 titles, 6 leases,
-- 7 phones, 8 kato, 9 totals, 10 locks. What the registers know of one person or dwelling lies
-- together, since it is asked for together.
CREATE TABLE registers (
    kind   INTEGER NOT NULL,
    key    TEXT NOT NULL,
    part   TEXT NOT NULL,
    -- JSON array: what `register_names` holds of it, so that a change is a difference.
    others TEXT NOT NULL,
    -- The folded text it is searched by.
    words  TEXT,
    body   TEXT NOT NULL,
    PRIMARY KEY (key, kind, part)
) STRICT, WITHOUT ROWID;

-- The earlier totals are few and read as a whole.
CREATE INDEX registers_totals ON registers (kind, key, part) WHERE kind = 9;

CREATE TABLE register_names (
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    key  TEXT NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (kind, name, key, part)
) STRICT, WITHOUT ROWID;

-- Words of addresses. The rowid is the РКА as a number, whose first digit is 0 for a building and
-- 1 for a flat: in the order of rowids buildings come first. The text comes folded to small letters,
-- digits and spaces; the ascii tokenizer then splits at nothing but the spaces.
CREATE VIRTUAL TABLE address_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2 3', tokenize = 'ascii'
);
