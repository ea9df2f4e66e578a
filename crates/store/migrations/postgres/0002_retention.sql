-- What is removed once it has been kept long enough is found by its age.

-- So far only sign-ins had signatures that belong to no case.
ALTER TABLE evidence ADD COLUMN sign_in boolean NOT NULL DEFAULT false;
UPDATE evidence SET sign_in = true WHERE case_id IS NULL;
CREATE INDEX evidence_of_sign_ins ON evidence (at) WHERE sign_in;

-- By a column that has an index already: one on the status would make each move of a case dear.
CREATE INDEX cases_drafts ON cases (no) WHERE signed_at IS NULL;

CREATE INDEX notices_by_age ON notices (at);

-- What was removed up to which time, so that an examination does not miss it.
CREATE TABLE forgotten (
    kind    text PRIMARY KEY,
    through bigint NOT NULL
);
