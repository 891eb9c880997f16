-- The first schema. Once landed it is never edited; what changes later is a file of its own.

-- What is true of the whole database: town, district, whether it is a practice database, keys for digests.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The organisation as it stands; how it came about is in the town's own events (case_id 0).
CREATE TABLE units (
    unit_id INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    kind    TEXT NOT NULL
) STRICT;

CREATE TABLE people (
    person_id INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    login     TEXT UNIQUE,
    unit_id   INTEGER REFERENCES units (unit_id),
    active    INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE positions (
    person_id INTEGER NOT NULL REFERENCES people (person_id),
    position  TEXT NOT NULL,
    PRIMARY KEY (person_id, position)
) STRICT, WITHOUT ROWID;

-- Which sections a leader is in charge of (leads) and which villages a leader is contact of (contacts).
CREATE TABLE responsibilities (
    person_id INTEGER NOT NULL REFERENCES people (person_id),
    relation  TEXT NOT NULL CHECK (relation IN ('leads', 'contacts')),
    unit_id   INTEGER NOT NULL REFERENCES units (unit_id),
    PRIMARY KEY (person_id, relation, unit_id)
) STRICT, WITHOUT ROWID;

-- The record. case_id 0 is the town itself; (case_id, seq) is the optimistic lock, position the place in the chain.
CREATE TABLE events (
    case_id      INTEGER NOT NULL,
    seq          INTEGER NOT NULL CHECK (seq >= 1),
    position     INTEGER NOT NULL UNIQUE,
    at           TEXT NOT NULL,
    actor        INTEGER NOT NULL,
    on_behalf_of INTEGER,
    action       TEXT NOT NULL,
    act          TEXT NOT NULL,
    origin       TEXT NOT NULL,
    body         TEXT NOT NULL,
    hash         BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_act ON events (act, position);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;

-- What may have to be erased stands outside the chain, each text with the random key of its digest.
CREATE TABLE identity_texts (
    case_id INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    place   TEXT NOT NULL,
    key     BLOB NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (case_id, seq, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_texts (
    case_id INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    place   TEXT NOT NULL,
    key     BLOB NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (case_id, seq, place)
) STRICT, WITHOUT ROWID;

-- Who complains, as it stands now.
CREATE TABLE identities (
    case_id INTEGER PRIMARY KEY,
    name    TEXT,
    contact TEXT
) STRICT;

CREATE INDEX identities_by_contact ON identities (contact) WHERE contact IS NOT NULL;

-- Summary rows: one a case, written in the transaction of its events and always equal to their replay.
CREATE TABLE cases (
    case_id        INTEGER PRIMARY KEY,
    case_no        TEXT NOT NULL UNIQUE,
    platform_no    TEXT UNIQUE,
    seq            INTEGER NOT NULL,
    stage          TEXT NOT NULL,
    -- The view by stage it belongs to, so that every view is one stretch of one index.
    bucket         TEXT NOT NULL,
    scope          TEXT,
    kind           TEXT,
    route          TEXT,
    unit_id        INTEGER REFERENCES units (unit_id),
    -- The unit once it has the case; its people see it from then on.
    holding_unit_id INTEGER REFERENCES units (unit_id),
    field          TEXT,
    village        TEXT,
    key_matters    TEXT NOT NULL,
    title          TEXT NOT NULL,
    respondent     TEXT,
    complained_at  INTEGER NOT NULL,
    received_at    INTEGER NOT NULL,
    -- Day number of the running limit's due day; ended cases follow all open ones, newest first.
    urgency        INTEGER NOT NULL,
    ended          INTEGER NOT NULL CHECK (ended IN (0, 1)),
    next_step      TEXT,
    waiting_person INTEGER
) STRICT;

CREATE INDEX cases_by_urgency ON cases (urgency, case_id);
CREATE INDEX cases_by_receipt ON cases (received_at, case_id);
CREATE INDEX cases_by_unit ON cases (unit_id, urgency, case_id);
CREATE INDEX cases_by_bucket_urgency ON cases (bucket, urgency, case_id);
CREATE INDEX cases_by_bucket_receipt ON cases (bucket, received_at, case_id);
CREATE INDEX cases_by_bucket_number ON cases (bucket, case_id);
CREATE INDEX cases_by_bucket_unit ON cases (bucket, unit_id, urgency, case_id);
CREATE INDEX cases_by_holding_unit ON cases (holding_unit_id, bucket) WHERE holding_unit_id IS NOT NULL;
CREATE INDEX cases_open ON cases (urgency, case_id) WHERE ended = 0;
CREATE INDEX cases_waiting ON cases (waiting_person, urgency, case_id) WHERE waiting_person IS NOT NULL AND ended = 0;
CREATE INDEX cases_by_respondent ON cases (respondent, bucket) WHERE respondent IS NOT NULL;

-- How many cases each view holds, kept by triggers so that nobody counts the table.
CREATE TABLE tallies (
    bucket TEXT PRIMARY KEY,
    n      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tally_new_case AFTER INSERT ON cases
BEGIN
    INSERT INTO tallies (bucket, n) VALUES (NEW.bucket, 1) ON CONFLICT (bucket) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER tally_moved_case AFTER UPDATE OF bucket ON cases WHEN OLD.bucket <> NEW.bucket
BEGIN
    UPDATE tallies SET n = n - 1 WHERE bucket = OLD.bucket;
    INSERT INTO tallies (bucket, n) VALUES (NEW.bucket, 1) ON CONFLICT (bucket) DO UPDATE SET n = n + 1;
END;

-- Every clock of every case; cancelled ones are gone.
CREATE TABLE clocks (
    case_id         INTEGER NOT NULL REFERENCES cases (case_id),
    clock           TEXT NOT NULL,
    round           INTEGER NOT NULL,
    started_on      TEXT NOT NULL,
    limit_days      INTEGER NOT NULL,
    limit_unit      TEXT NOT NULL,
    due_on          TEXT NOT NULL,
    original_due_on TEXT NOT NULL,
    approaching_from TEXT NOT NULL,
    provisional     INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    extensions      INTEGER NOT NULL,
    stopped_on      TEXT,
    verdict         TEXT,
    PRIMARY KEY (case_id, clock, round)
) STRICT, WITHOUT ROWID;

-- The sweep reads this and nothing else: running clocks whose first warning day has come.
CREATE INDEX clocks_running ON clocks (approaching_from) WHERE stopped_on IS NULL;

-- Who has to sign or has signed something of a case, and therefore sees it.
CREATE TABLE signers (
    person_id INTEGER NOT NULL,
    case_id   INTEGER NOT NULL REFERENCES cases (case_id),
    PRIMARY KEY (person_id, case_id)
) STRICT, WITHOUT ROWID;

-- Raised once for each clock, level and due day, whatever the number of sessions.
CREATE TABLE alerts (
    alert_id        INTEGER PRIMARY KEY,
    case_id         INTEGER NOT NULL REFERENCES cases (case_id),
    clock           TEXT NOT NULL,
    round           INTEGER NOT NULL,
    level           TEXT NOT NULL,
    due_on          TEXT NOT NULL,
    raised_at       TEXT NOT NULL,
    acknowledged_at TEXT,
    acknowledged_by INTEGER,
    UNIQUE (case_id, clock, round, level, due_on)
) STRICT;

CREATE INDEX alerts_open ON alerts (alert_id) WHERE acknowledged_at IS NULL;

-- Yearly serials; a number once given is never given again.
CREATE TABLE serials (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- What the platform last said of a number, as a keyed digest, so that the same push is known when it comes again.
CREATE TABLE platform_rows (
    platform_no TEXT PRIMARY KEY,
    case_id     INTEGER NOT NULL REFERENCES cases (case_id),
    digest      BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Unfinished text, per person, case and action.
CREATE TABLE drafts (
    person_id INTEGER NOT NULL,
    key       TEXT NOT NULL,
    body      TEXT NOT NULL,
    kept_at   TEXT NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;

-- Single characters separated by spaces; a query is a quoted phrase. Trigrams would find nothing for one or two.
CREATE VIRTUAL TABLE search USING fts5 (
    body, initials, content = '', contentless_delete = 1, tokenize = 'unicode61'
);
