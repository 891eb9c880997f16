-- Assessment meetings, disclosure, attachments and what the console keeps besides: the rows that follow from their
-- records.

-- Attachments: which file, by the SHA-256 of its content, belongs to which event of which record. The files lie in a
-- folder beside the database; one that no row names any more is erased.
CREATE TABLE attachments (
    stream_id INTEGER NOT NULL REFERENCES streams (stream_id),
    seq       INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    size      INTEGER NOT NULL,
    PRIMARY KEY (stream_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachments_by_content ON attachments (sha256);

-- Bytes of what was erased may still lie in attachments too.
CREATE TABLE places_to_erase (
    place TEXT PRIMARY KEY CHECK (place IN ('index', 'log', 'copies', 'files')),
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO places_to_erase (place, since) SELECT place, since FROM unfinished_erasures;
DROP TABLE unfinished_erasures;
ALTER TABLE places_to_erase RENAME TO unfinished_erasures;

-- Meetings for assessment: a row each, numbered by the town, and the cases on each agenda in their order.
CREATE TABLE meetings (
    meeting_id INTEGER PRIMARY KEY REFERENCES streams (stream_id),
    no         INTEGER NOT NULL UNIQUE,
    seq        INTEGER NOT NULL,
    state      TEXT NOT NULL,
    name       TEXT NOT NULL,
    held_at    TEXT NOT NULL
) STRICT;

CREATE TABLE meeting_items (
    meeting_id INTEGER NOT NULL REFERENCES meetings (meeting_id),
    place      INTEGER NOT NULL CHECK (place >= 1),
    case_id    INTEGER NOT NULL REFERENCES cases (case_id),
    PRIMARY KEY (meeting_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_items_by_case ON meeting_items (case_id);
