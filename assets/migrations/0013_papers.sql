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

-- Reminders of records of disclosure: who said that they know, and what was sent of them to notify.command.
ALTER TABLE disclosure_alerts ADD COLUMN acknowledged_at TEXT;
ALTER TABLE disclosure_alerts ADD COLUMN acknowledged_by INTEGER REFERENCES people (person_id);
ALTER TABLE disclosure_alerts ADD COLUMN notified_at TEXT;
ALTER TABLE disclosure_alerts ADD COLUMN notify_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE disclosure_alerts ADD COLUMN notify_attempts INTEGER NOT NULL DEFAULT 0;

-- Complaints about records of disclosure, to be found from the case too.
CREATE TABLE disclosure_links (
    case_id       INTEGER NOT NULL REFERENCES cases (case_id),
    disclosure_id INTEGER NOT NULL REFERENCES disclosures (disclosure_id),
    PRIMARY KEY (case_id, disclosure_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO disclosure_links (case_id, disclosure_id)
    SELECT body ->> '$.case', stream_id FROM events WHERE body LIKE '{"event":"disclosure_linked",%';

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
