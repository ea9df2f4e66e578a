-- Signatures that were accepted, in the order of acceptance, each once. What is kept of one is some
-- thousands of bytes, so the two hashes have indexes of their own and the rows are appended.
CREATE TABLE evidence (
    no        INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE,
    signature BLOB NOT NULL UNIQUE,
    at        INTEGER NOT NULL,
    iin       TEXT NOT NULL,
    case_id   BLOB,
    body      TEXT NOT NULL
) STRICT;
