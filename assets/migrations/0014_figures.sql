-- Figures: what was frozen of them, and what they are worked out from.

-- Reports and bulletins that were frozen, each under its name. The town's fact holds the digest of the body, so that a
-- changed body shows; the body holds figures and numbers of cases, no text of a complaint.
CREATE TABLE reports (
    name      TEXT NOT NULL PRIMARY KEY,
    kind      TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    to_day    TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    frozen_by INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What figures know of each case: days, codes and units, no text. It follows from the case's events.
CREATE TABLE figure_facts (
    case_id INTEGER NOT NULL PRIMARY KEY REFERENCES cases (case_id),
    body    TEXT NOT NULL
) STRICT;

-- The steps that each case went through, with the working days that a finished one took; the one that an open case waits
-- in has none yet.
CREATE TABLE case_steps (
    case_id   INTEGER NOT NULL REFERENCES cases (case_id),
    place     INTEGER NOT NULL,
    step      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    turn      INTEGER NOT NULL,
    round     INTEGER NOT NULL,
    from_day  INTEGER NOT NULL,
    until_day INTEGER,
    days      INTEGER,
    PRIMARY KEY (case_id, place),
    CHECK ((until_day IS NULL) = (days IS NULL))
) STRICT, WITHOUT ROWID;

-- How many finished steps took how many working days, kept by the triggers, so that a list reads these few rows and not
-- the steps of all cases.
CREATE TABLE step_days (
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    days INTEGER NOT NULL,
    n    INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (step, kind, days)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER finished_steps_are_counted AFTER INSERT ON case_steps WHEN NEW.days IS NOT NULL
BEGIN
    INSERT INTO step_days (step, kind, days, n) VALUES (NEW.step, NEW.kind, NEW.days, 1)
        ON CONFLICT (step, kind, days) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER steps_taken_away_count_no_more AFTER DELETE ON case_steps WHEN OLD.days IS NOT NULL
BEGIN
    DELETE FROM step_days WHERE step = OLD.step AND kind = OLD.kind AND days = OLD.days AND n = 1;
    UPDATE step_days SET n = n - 1 WHERE step = OLD.step AND kind = OLD.kind AND days = OLD.days AND n > 1;
END;

-- What a rule proposes to be issued about a case (cards, notices of urging, circulars) or waits to be answered, each with
-- the day from which the waiting is counted. Only open cases have any.
CREATE TABLE chases (
    case_id  INTEGER NOT NULL REFERENCES cases (case_id),
    what     TEXT NOT NULL,
    base_day INTEGER NOT NULL,
    PRIMARY KEY (case_id, what)
) STRICT, WITHOUT ROWID;

CREATE INDEX chases_by_day ON chases (what, base_day);

-- Who had a hand in submitting a record of disclosure, in their order, with commas between: none of them signs it, and
-- a list has to know that without reading the record.
ALTER TABLE disclosures ADD COLUMN submitters TEXT NOT NULL DEFAULT '';

UPDATE disclosures SET submitters = coalesce((
    SELECT coalesce((body ->> '$.on_behalf_of') || ',', '') || actor FROM events
    WHERE stream_id = disclosure_id AND body LIKE '{"event":"disclosure_submitted",%' ORDER BY seq DESC LIMIT 1), '');

-- Names and digests of attachments of meetings and of records of disclosure may have to be erased too. They stand in
-- identity_texts like those of cases, under the number of their stream, and are erased by order of an event like those.

-- What was selected in the pane that somebody left, in the pane's own words.
ALTER TABLE console_places ADD COLUMN spot TEXT NOT NULL DEFAULT '';
