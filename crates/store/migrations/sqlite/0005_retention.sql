-- What is removed once it has been kept long enough is found by its age.

-- So far only sign-ins had signatures that belong to no case.
ALTER TABLE evidence ADD COLUMN sign_in INTEGER NOT NULL DEFAULT 0;
UPDATE evidence SET sign_in = 1 WHERE case_id IS NULL;
CREATE INDEX evidence_of_sign_ins ON evidence (at) WHERE sign_in = 1;

-- Few rows at a time: a draft leaves it when it is signed.
CREATE INDEX cases_drafts ON cases (no) WHERE status = 'draft';

CREATE INDEX notices_by_age ON notices (at);

-- The number of the last notice of a person that was removed: numbers go on after it.
CREATE TABLE notices_gone (
    -- The ИИН as a number.
    iin    INTEGER PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

-- What was removed up to which time, so that an examination does not miss it.
CREATE TABLE forgotten (
    kind    TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
