-- Documents that last, in the order they were made, each with its history and other names.
CREATE TABLE records (
    no      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT;

CREATE INDEX records_of_kind ON records (kind, no);

CREATE TABLE record_keys (
    kind      TEXT NOT NULL,
    key       TEXT NOT NULL,
    record_no INTEGER NOT NULL REFERENCES records (no),
    PRIMARY KEY (kind, key, record_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_keys_of ON record_keys (record_no);

CREATE TABLE record_lines (
    record_no INTEGER NOT NULL REFERENCES records (no),
    version   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    text      TEXT NOT NULL,
    PRIMARY KEY (record_no, version)
) STRICT, WITHOUT ROWID;

-- Who has looked at whose data.
CREATE TABLE readings (
    number INTEGER PRIMARY KEY,
    -- The ИИН as a number.
    iin    INTEGER NOT NULL,
    reader TEXT NOT NULL,
    at     INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT;

CREATE INDEX readings_of_person ON readings (iin, number);
CREATE INDEX readings_by_reader ON readings (reader, number);
