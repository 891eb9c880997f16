-- Papers and what else is kept about the work of an office: the rows that follow from its records.

-- Papers that were issued, with the numbers that they took; void ones keep theirs. A paper stands in the stream of the
-- case or of the meeting that it came from.
CREATE TABLE papers (
    stream_id INTEGER NOT NULL REFERENCES streams (stream_id),
    place     INTEGER NOT NULL,
    number    TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,
    year      INTEGER NOT NULL,
    serial    INTEGER NOT NULL,
    issued_on TEXT NOT NULL,
    copies    INTEGER NOT NULL,
    void      INTEGER NOT NULL CHECK (void IN (0, 1)),
    PRIMARY KEY (stream_id, place),
    UNIQUE (kind, year, serial)
) STRICT, WITHOUT ROWID;

-- Backups that were made of this database, and whether something was erased since that they hold. It proves nothing: it
-- only says where to look.
CREATE TABLE known_backups (
    path      BLOB NOT NULL PRIMARY KEY,
    made_at   INTEGER NOT NULL,
    events    INTEGER NOT NULL,
    hash      TEXT NOT NULL,
    kept      INTEGER,
    disk      INTEGER NOT NULL,
    same_disk INTEGER NOT NULL CHECK (same_disk IN (0, 1)),
    holds     INTEGER NOT NULL CHECK (holds IN (0, 1))
) STRICT, WITHOUT ROWID;
