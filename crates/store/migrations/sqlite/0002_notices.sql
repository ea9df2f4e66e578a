-- What people were told, numbered for each of them from 1 without gaps. The notices of one person lie
-- together: the next number and a page of the list are found in the place where the row is written.
CREATE TABLE notices (
    -- The ИИН as a number.
    iin     INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    case_no INTEGER REFERENCES cases (no),
    body    TEXT NOT NULL,
    PRIMARY KEY (iin, number)
) STRICT, WITHOUT ROWID;
