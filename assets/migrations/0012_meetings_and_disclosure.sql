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
    since TEXT NOT NULL,
    -- Which log it was, where somebody else decides when that is emptied.
    log   TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO places_to_erase (place, since) SELECT place, since FROM unfinished_erasures;
DROP TABLE unfinished_erasures;
ALTER TABLE places_to_erase RENAME TO unfinished_erasures;

-- Filters that a person keeps under names of their own, with the view and the order in which they show their list. They
-- prove nothing; no text of a case stands in them but what was typed as a filter.
CREATE TABLE kept_filters (
    person_id INTEGER NOT NULL,
    name      TEXT NOT NULL CHECK (name <> ''),
    words     TEXT NOT NULL CHECK (words <> ''),
    view      TEXT NOT NULL,
    sort      TEXT NOT NULL,
    PRIMARY KEY (person_id, name)
) STRICT, WITHOUT ROWID;

-- Which units the cases of a village went to, by their field: the form marks the usual one.
CREATE INDEX cases_by_village ON cases (village, field, holding_unit_id)
    WHERE village IS NOT NULL AND holding_unit_id IS NOT NULL;

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
    -- 1 when it was left to the next meeting, which takes it first.
    deferred   INTEGER NOT NULL CHECK (deferred IN (0, 1)),
    PRIMARY KEY (meeting_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_items_by_case ON meeting_items (case_id);

-- Disclosure (公示公开): the list of matters (监督事项清单), each entry as the last fact about it has it.
CREATE TABLE matters (
    matter_id INTEGER PRIMARY KEY,
    body      TEXT NOT NULL
) STRICT;

-- Whose signature the record of a meeting waits for now.
CREATE TABLE meeting_signers (
    person_id    INTEGER NOT NULL REFERENCES people (person_id),
    meeting_id   INTEGER NOT NULL REFERENCES meetings (meeting_id),
    submitted_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, meeting_id)
) STRICT, WITHOUT ROWID;

-- Records of disclosure: a row each, numbered by the town; a matter has one for each unit and period, or event.
CREATE TABLE disclosures (
    disclosure_id INTEGER PRIMARY KEY REFERENCES streams (stream_id),
    no            INTEGER NOT NULL UNIQUE,
    seq           INTEGER NOT NULL,
    matter_id     INTEGER NOT NULL,
    unit_id       INTEGER NOT NULL,
    name          TEXT NOT NULL,
    cycle         TEXT NOT NULL,
    period        TEXT NOT NULL,
    -- What happened, of a matter made public per event.
    happened      TEXT NOT NULL,
    -- First day of the period, by which later ones are told from earlier ones.
    first_day     TEXT NOT NULL,
    -- Last day of the period, whose month the record stands in.
    last_day      TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    provisional   INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    state         TEXT NOT NULL,
    is_nothing    INTEGER NOT NULL CHECK (is_nothing IN (0, 1)),
    verdict       TEXT,
    UNIQUE (matter_id, unit_id, period, happened)
) STRICT;

CREATE INDEX disclosures_open ON disclosures (due_on) WHERE state IN ('to_do', 'submitted', 'returned', 'reviewed');
CREATE INDEX disclosures_by_month ON disclosures (last_day);

-- Reminders of records of disclosure, each raised exactly once; what is said of them is not proven.
CREATE TABLE disclosure_alerts (
    alert_id      INTEGER PRIMARY KEY,
    disclosure_id INTEGER NOT NULL REFERENCES disclosures (disclosure_id),
    level         TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    raised_at     TEXT NOT NULL,
    UNIQUE (disclosure_id, level, due_on)
) STRICT;
