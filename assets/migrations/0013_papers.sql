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

-- The office's own templates: every version of each kind of paper, and which one is in force. The rows follow from the
-- town's facts; the files stand beside them, each once.
CREATE TABLE template_files (
    sha256 TEXT NOT NULL PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE templates (
    kind     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL REFERENCES template_files (sha256),
    set_at   TEXT NOT NULL,
    set_by   INTEGER NOT NULL,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),
    PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID;
