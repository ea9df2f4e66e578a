-- Times are microseconds since 1970 (UTC) as bigint; ИИН, РКА are numbers of twelve and sixteen digits.
-- Steps expand first and contract later: the build before this one goes on working on the new schema.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Ends the transaction unless something holds; `what` comes back to the caller.
CREATE FUNCTION tirkeu_demand(holds boolean, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'TK001', MESSAGE = what;
    END IF;
END $$;

CREATE SEQUENCE case_nos;

-- A case and its last state. `no` counts cases in the order they were filed, `month` says in which
-- month (1 is January of 1970): its journal lies in the partition of that month.
CREATE TABLE cases (
    no         bigint PRIMARY KEY,
    number     text NOT NULL UNIQUE,
    id         bytea NOT NULL,
    version    bigint NOT NULL,
    lines      bigint NOT NULL,
    month      integer NOT NULL,
    signed_at  bigint,
    decided_at bigint,
    waited_ms  bigint NOT NULL,
    channel    text NOT NULL,
    kind       text NOT NULL,
    status     text NOT NULL,
    region     text NOT NULL,
    persons    bigint NOT NULL,
    grounds    text[] NOT NULL,
    body       text NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX cases_signed ON cases (signed_at) WHERE signed_at IS NOT NULL;

CREATE TABLE case_keys (
    kind    smallint NOT NULL,
    value   text NOT NULL,
    case_no bigint NOT NULL REFERENCES cases (no),
    PRIMARY KEY (kind, value, case_no)
);
CREATE INDEX case_keys_of_case ON case_keys (case_no);

-- The subjects of open applications: one open application a person.
CREATE TABLE claims (
    iin     bigint PRIMARY KEY,
    case_no bigint NOT NULL REFERENCES cases (no)
);
CREATE INDEX claims_of_case ON claims (case_no);

CREATE TABLE journal (
    month   integer NOT NULL,
    case_no bigint NOT NULL,
    seq     bigint NOT NULL,
    at      bigint NOT NULL,
    event   text NOT NULL,
    lines   text NOT NULL,
    PRIMARY KEY (month, case_no, seq)
) PARTITION BY LIST (month);

CREATE SEQUENCE work_ids INCREMENT BY 1000;

CREATE TABLE work (
    id         bigint PRIMARY KEY,
    kind       text NOT NULL,
    key        text NOT NULL UNIQUE,
    case_id    bytea,
    due        bigint NOT NULL,
    held_until bigint,
    attempt    integer NOT NULL,
    last_error text,
    body       text NOT NULL
);
CREATE INDEX work_waiting ON work (greatest(due, coalesce(held_until, due)), id);
CREATE INDEX work_incoming ON work (due) WHERE kind = 'incoming';

CREATE TABLE slips (
    kind    text NOT NULL,
    key     text NOT NULL,
    version bigint NOT NULL,
    expires bigint NOT NULL,
    body    text NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX slips_expiring ON slips (expires);

-- The registration book. Nobody lives at two places at once: permanent entries of a person do not
-- overlap. An entry that was closed in the moment it was opened takes no time.
CREATE TABLE entries (
    no        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id        bytea NOT NULL UNIQUE,
    iin       bigint NOT NULL,
    rka       bigint NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('permanent', 'temporary')),
    opened_at bigint NOT NULL,
    until     text,
    closed_at bigint CHECK (closed_at >= opened_at),
    opened_by text NOT NULL,
    closed_by text,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT one_home EXCLUDE USING gist
        (iin WITH =, int8range(opened_at, closed_at) WITH &&) WHERE (kind = 'permanent')
);
CREATE INDEX entries_of_person ON entries (iin);
CREATE INDEX entries_of_dwelling ON entries (rka);

-- How often the entries or register rows of a person or dwelling have changed: 1 person, 2 dwelling.
CREATE TABLE versions (
    kind    smallint NOT NULL,
    key     bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (kind, key)
) WITH (fillfactor = 80);

CREATE TABLE notice_counts (
    iin  bigint PRIMARY KEY,
    last bigint NOT NULL
) WITH (fillfactor = 80);

CREATE TABLE notices (
    iin     bigint NOT NULL,
    number  bigint NOT NULL,
    at      bigint NOT NULL,
    case_no bigint REFERENCES cases (no),
    body    text NOT NULL,
    PRIMARY KEY (iin, number)
);

CREATE TABLE evidence (
    no        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id        bytea NOT NULL UNIQUE,
    signature bytea NOT NULL UNIQUE,
    at        bigint NOT NULL,
    iin       bigint NOT NULL,
    case_id   bytea,
    body      text NOT NULL
);

CREATE TABLE records (
    no      bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind    text NOT NULL,
    id      text NOT NULL,
    version bigint NOT NULL,
    at      bigint NOT NULL,
    body    text NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX records_of_kind ON records (kind, no);

CREATE TABLE record_keys (
    kind      text NOT NULL,
    key       text NOT NULL,
    record_no bigint NOT NULL REFERENCES records (no),
    PRIMARY KEY (kind, key, record_no)
);
CREATE INDEX record_keys_of ON record_keys (record_no);

CREATE TABLE record_lines (
    record_no bigint NOT NULL REFERENCES records (no),
    version   bigint NOT NULL,
    at        bigint NOT NULL,
    text      text NOT NULL,
    PRIMARY KEY (record_no, version)
);

CREATE SEQUENCE reading_numbers;

CREATE TABLE readings (
    month  integer NOT NULL,
    number bigint NOT NULL,
    iin    bigint NOT NULL,
    reader text NOT NULL,
    at     bigint NOT NULL,
    body   text NOT NULL,
    PRIMARY KEY (month, number)
) PARTITION BY LIST (month);
CREATE INDEX readings_of_person ON readings (iin, number);
CREATE INDEX readings_by_reader ON readings (reader, number);

-- What comes in a month that nobody has made a partition for.
CREATE TABLE journal_others PARTITION OF journal DEFAULT;
CREATE TABLE readings_others PARTITION OF readings DEFAULT;

CREATE TABLE registers (
    kind   smallint NOT NULL,
    key    text NOT NULL,
    part   text NOT NULL,
    others text[] NOT NULL,
    words  text,
    body   text NOT NULL,
    PRIMARY KEY (key, kind, part)
);
CREATE INDEX registers_totals ON registers (kind, key, part) WHERE kind = 9;
CREATE INDEX registers_others ON registers USING gin (others);

CREATE TABLE address_words (
    rka   bigint PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX address_words_found ON address_words USING gin (words);
