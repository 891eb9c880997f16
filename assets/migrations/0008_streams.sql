-- Streams say whose events they are, a clock has a number of its own in its case, and a case waits for a role, a unit
-- or several people.

-- What has a record of its own: the town (number 0), a case (its case_id).
CREATE TABLE streams (
    stream_id INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL
) STRICT;

INSERT INTO streams (stream_id, kind) VALUES (0, 'town');
INSERT INTO streams (stream_id, kind) SELECT DISTINCT case_id, 'case' FROM events WHERE case_id <> 0;

ALTER TABLE events RENAME COLUMN case_id TO stream_id;

CREATE TRIGGER events_belong_to_a_stream BEFORE INSERT ON events
WHEN NOT EXISTS (SELECT 1 FROM streams WHERE stream_id = NEW.stream_id)
BEGIN
    SELECT RAISE(ABORT, 'an event belongs to a stream');
END;

CREATE TRIGGER streams_are_never_changed BEFORE UPDATE ON streams
BEGIN
    SELECT RAISE(ABORT, 'streams are never changed');
END;

CREATE TRIGGER streams_are_never_deleted BEFORE DELETE ON streams
BEGIN
    SELECT RAISE(ABORT, 'streams are never deleted');
END;

-- Clocks are numbered in the order in which the record starts them; one that was cancelled keeps its number.
CREATE TABLE started (
    case_id  INTEGER NOT NULL,
    clock_id INTEGER NOT NULL,
    clock    TEXT NOT NULL,
    round    INTEGER NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (case_id, clock, round, clock_id)
) STRICT, WITHOUT ROWID;

INSERT INTO started (case_id, clock_id, clock, round, at)
    SELECT stream_id, row_number() OVER (PARTITION BY stream_id ORDER BY seq),
        body ->> '$.clock.clock', body ->> '$.clock.round', at
    FROM events WHERE body LIKE '{"event":"clock_started",%';

CREATE TABLE numbered_clocks (
    case_id          INTEGER NOT NULL REFERENCES cases (case_id),
    clock_id         INTEGER NOT NULL CHECK (clock_id >= 1),
    clock            TEXT NOT NULL,
    round            INTEGER NOT NULL,
    started_on       TEXT NOT NULL,
    limit_days       INTEGER NOT NULL,
    limit_unit       TEXT NOT NULL,
    due_on           TEXT NOT NULL,
    original_due_on  TEXT NOT NULL,
    -- The due day by the calendar in force where the older one keeps judging the clock.
    due_by_calendar  TEXT,
    approaching_from TEXT NOT NULL,
    -- First day with something to remind of.
    remind_from      TEXT NOT NULL,
    provisional      INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    extensions       INTEGER NOT NULL,
    stopped_on       TEXT,
    verdict          TEXT,
    -- 1 on the one clock by which lists and figures judge the case: its newest running one.
    leads            INTEGER NOT NULL CHECK (leads IN (0, 1)),
    PRIMARY KEY (case_id, clock_id)
) STRICT, WITHOUT ROWID;

INSERT INTO numbered_clocks (case_id, clock_id, clock, round, started_on, limit_days, limit_unit, due_on,
        original_due_on, due_by_calendar, approaching_from, remind_from, provisional, extensions, stopped_on, verdict,
        leads)
    SELECT case_id, (
            SELECT max(s.clock_id) FROM started s
            WHERE s.case_id = k.case_id AND s.clock = k.clock AND s.round = k.round),
        clock, round, started_on, limit_days, limit_unit, due_on, original_due_on, due_by_calendar, approaching_from,
        remind_from, provisional, extensions, stopped_on, verdict, leads
    FROM clocks k;

CREATE TABLE alerts_of_clocks (
    alert_id        INTEGER PRIMARY KEY,
    case_id         INTEGER NOT NULL REFERENCES cases (case_id),
    clock_id        INTEGER NOT NULL,
    level           TEXT NOT NULL,
    due_on          TEXT NOT NULL,
    raised_at       TEXT NOT NULL,
    acknowledged_at TEXT,
    acknowledged_by INTEGER,
    -- 1 when there is nothing to do about it any more: the clock stopped or moved, or a more urgent level was reached.
    ended           INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
    -- When notify.command took it.
    notified_at     TEXT,
    -- Second since 1970 before which nobody tries again: whoever tries, claims it by moving this on.
    notify_after    INTEGER NOT NULL DEFAULT 0,
    notify_attempts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (case_id, clock_id, level, due_on)
) STRICT;

-- An alert was about the clock of its sort and round that ran when it was raised.
INSERT INTO alerts_of_clocks (alert_id, case_id, clock_id, level, due_on, raised_at, acknowledged_at, acknowledged_by,
        ended, notified_at, notify_after, notify_attempts)
    SELECT alert_id, case_id, coalesce(
            (SELECT max(s.clock_id) FROM started s WHERE s.case_id = a.case_id AND s.clock = a.clock
                AND s.round = a.round AND s.at <= a.raised_at),
            (SELECT min(s.clock_id) FROM started s WHERE s.case_id = a.case_id AND s.clock = a.clock
                AND s.round = a.round)),
        level, due_on, raised_at, acknowledged_at, acknowledged_by, ended, notified_at, notify_after, notify_attempts
    FROM alerts a;

DROP TABLE started;
DROP TABLE clocks;
DROP TABLE alerts;
ALTER TABLE numbered_clocks RENAME TO clocks;
ALTER TABLE alerts_of_clocks RENAME TO alerts;

-- The sweep reads this and nothing else: running clocks whose first reminder has come.
CREATE INDEX clocks_running ON clocks (remind_from) WHERE stopped_on IS NULL;
CREATE INDEX clocks_provisional ON clocks (case_id) WHERE stopped_on IS NULL AND provisional = 1;
CREATE INDEX alerts_open ON alerts (alert_id) WHERE acknowledged_at IS NULL AND ended = 0;
CREATE INDEX alerts_to_notify ON alerts (notify_after)
    WHERE notified_at IS NULL AND acknowledged_at IS NULL AND ended = 0;

-- Of a clock that was cancelled and started anew, the alerts of the former one are over.
UPDATE alerts SET ended = (NOT EXISTS (
    SELECT 1 FROM clocks k WHERE k.case_id = alerts.case_id AND k.clock_id = alerts.clock_id
        AND k.stopped_on IS NULL AND k.due_on = alerts.due_on
) OR EXISTS (
    SELECT 1 FROM alerts later WHERE later.case_id = alerts.case_id AND later.clock_id = alerts.clock_id
        AND later.due_on = alerts.due_on AND later.alert_id > alerts.alert_id
));

-- Whom an open case waits for: these people, or else whoever holds a role, or a unit that has not named a handler.
CREATE TABLE waiting_people (
    person_id INTEGER NOT NULL,
    case_id   INTEGER NOT NULL REFERENCES cases (case_id),
    PRIMARY KEY (person_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting_people_by_case ON waiting_people (case_id);

INSERT INTO waiting_people (person_id, case_id) SELECT DISTINCT person_id, case_id FROM pending_steps;
INSERT INTO waiting_people (person_id, case_id)
    SELECT waiting_person, case_id FROM cases
    WHERE waiting_person IS NOT NULL AND ended = 0 AND case_id NOT IN (SELECT case_id FROM pending_steps);

ALTER TABLE cases ADD COLUMN waits_for_role TEXT;
ALTER TABLE cases ADD COLUMN waits_for_unit INTEGER REFERENCES units (unit_id);
UPDATE cases SET waits_for_unit = unit_id
    WHERE ended = 0 AND stage IN ('transfer', 'handling', 'drafting')
        AND case_id NOT IN (SELECT case_id FROM waiting_people);
UPDATE cases SET waits_for_role = 'commission_operator'
    WHERE ended = 0 AND waits_for_unit IS NULL AND case_id NOT IN (SELECT case_id FROM waiting_people);

DROP INDEX cases_waiting;
ALTER TABLE cases DROP COLUMN waiting_person;
