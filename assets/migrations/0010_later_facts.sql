-- Facts that become known later: the rows that follow from the record are written anew by the program once the schema is
-- this one, because what they hold is decided by rules that SQL does not know.

-- Which of the times that a case lay with a unit a clock belongs to.
ALTER TABLE clocks ADD COLUMN turn INTEGER NOT NULL DEFAULT 1;

-- What waits for a signature has a row for everybody who may give it: `place` 0 is the first of them.
DROP TABLE pending_steps;
CREATE TABLE pending_steps (
    case_id      INTEGER NOT NULL REFERENCES cases (case_id),
    document     TEXT NOT NULL,
    place        INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    person_id    INTEGER NOT NULL,
    position     TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, document, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_steps_by_time ON pending_steps (submitted_at, case_id, document) WHERE place = 0;
CREATE INDEX pending_steps_by_person ON pending_steps (person_id, submitted_at, case_id, document);

-- What units and people were called before: each name up to the event of the town (its place in the chain) that gave
-- the next one. History, signatures and papers print the name of their time.
CREATE TABLE former_names (
    subject TEXT NOT NULL CHECK (subject IN ('unit', 'person')),
    number  INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (subject, number, until)
) STRICT, WITHOUT ROWID;

INSERT INTO former_names (subject, number, until, name)
    SELECT subject, number, position, before FROM (
        SELECT subject, number, position, name,
            lag(name) OVER (PARTITION BY subject, number ORDER BY position) AS before
        FROM (
            SELECT 'unit' AS subject, u.value ->> '$.id' AS number, e.position, u.value ->> '$.name' AS name
                FROM events e, json_each(e.body, '$.units') u
                WHERE e.stream_id = 0 AND e.body LIKE '{"event":"org_changed",%'
            UNION ALL
            SELECT 'person', p.value ->> '$.id', e.position, p.value ->> '$.name'
                FROM events e, json_each(e.body, '$.people') p
                WHERE e.stream_id = 0 AND e.body LIKE '{"event":"org_changed",%'
        )
    ) WHERE before IS NOT NULL AND before <> name;

-- Where a case stands in the inbox of whoever looks: since when it awaits the complainant's word, and whose return of
-- which document its drafter has still to answer.
ALTER TABLE cases ADD COLUMN awaits_word_since INTEGER;
ALTER TABLE cases ADD COLUMN returned TEXT;
ALTER TABLE cases ADD COLUMN returned_by INTEGER;

-- The day on which a delegation was taken back.
ALTER TABLE delegations ADD COLUMN revoked_on TEXT;

-- How each case was assessed, so that what one person decided alone is listed for the next meeting.
CREATE TABLE assessments (
    case_id    INTEGER PRIMARY KEY REFERENCES cases (case_id),
    decided_by TEXT NOT NULL
) STRICT;

CREATE INDEX assessments_by_way ON assessments (decided_by, case_id);

-- A unit that was dissolved stays for the record; nothing is given to it any more.
ALTER TABLE units ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));

-- What a clock keeps so that a later fact finds the limit it was given first (domain.md, section 10, Days): the working
-- days of each extension; the limits of consultations and of the others when it started, separated by a comma; the
-- notice's own limit under an override, whether that ends on a working day and came after the limit had run out; the
-- clock's own due day while an earlier one of a merged case counts.
ALTER TABLE clocks ADD COLUMN granted TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN limits TEXT;
ALTER TABLE clocks ADD COLUMN notice_limit INTEGER;
ALTER TABLE clocks ADD COLUMN ends_on_working_day INTEGER CHECK (ends_on_working_day IN (0, 1));
ALTER TABLE clocks ADD COLUMN overridden_after_expiry INTEGER CHECK (overridden_after_expiry IN (0, 1));
ALTER TABLE clocks ADD COLUMN own_due_on TEXT;

-- From whom a case is hidden, by person: a name alone does not say of two people of one name whom a ruling released. In
-- the table the whole town stands for a case that only the district may handle.
CREATE TABLE recused (
    person_id INTEGER NOT NULL,
    case_id   INTEGER NOT NULL REFERENCES cases (case_id),
    PRIMARY KEY (person_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX recused_by_case ON recused (case_id);

-- Somebody who may not see a case brought its number again; it stands among what is to do until somebody acts on it.
CREATE TABLE case_notices (
    case_id   INTEGER PRIMARY KEY REFERENCES cases (case_id),
    raised_at TEXT NOT NULL
) STRICT;
