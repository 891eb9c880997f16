-- Facts that become known later: the rows that follow from the record are written anew by the program once the schema is
-- this one, because what they hold is decided by rules that SQL does not know.

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
