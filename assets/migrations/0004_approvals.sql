-- What waits for a signature, deputies, likely repeats, and what has still to be done on the provincial platform.

-- The step of every document that can be signed now: written with the summary row and equal to the replay.
CREATE TABLE pending_steps (
    case_id      INTEGER NOT NULL REFERENCES cases (case_id),
    document     TEXT NOT NULL,
    version      INTEGER NOT NULL,
    person_id    INTEGER NOT NULL,
    position     TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_steps_by_time ON pending_steps (submitted_at, case_id, document);
CREATE INDEX pending_steps_by_person ON pending_steps (person_id, submitted_at, case_id, document);

-- Deputies by range of days; how they came about is in the town's own events.
CREATE TABLE delegations (
    delegation_id INTEGER PRIMARY KEY,
    leader_id     INTEGER NOT NULL REFERENCES people (person_id),
    deputy_id     INTEGER NOT NULL REFERENCES people (person_id),
    from_on       TEXT NOT NULL,
    until_on      TEXT NOT NULL
) STRICT;

-- Proposed when a complaint is registered, never merged by itself; a hint is no fact and not part of the replay.
CREATE TABLE repeat_hints (
    case_id  INTEGER NOT NULL REFERENCES cases (case_id),
    other_id INTEGER NOT NULL REFERENCES cases (case_id),
    reason   TEXT NOT NULL,
    PRIMARY KEY (case_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX repeat_hints_by_other ON repeat_hints (other_id);

-- Steps ticked as done on the platform, and the first one that happened here and is not ticked.
CREATE TABLE mirroring (
    case_id  INTEGER PRIMARY KEY REFERENCES cases (case_id),
    mirrored TEXT NOT NULL,
    missing  TEXT
) STRICT;

CREATE INDEX mirroring_missing ON mirroring (case_id) WHERE missing IS NOT NULL;
CREATE INDEX cases_by_complaint ON cases (complained_at, case_id);
