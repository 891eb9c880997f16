-- Settings and published calendars as data, reminders at half of a limit, and notices sent once.

-- Values that were set; what is not here has its default. How they came about is in the town's own events.
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Notices loaded since; each takes the place of the one that is compiled in for its year.
CREATE TABLE notices (
    year INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

-- The due day by the calendar in force where the older one keeps judging the clock.
ALTER TABLE clocks ADD COLUMN due_by_calendar TEXT;
-- First day with something to remind of; the default lets the first sweep look at what was written before.
ALTER TABLE clocks ADD COLUMN remind_from TEXT NOT NULL DEFAULT '0000-01-01';
-- 1 on the one clock by which lists and figures judge the case: its newest running one.
ALTER TABLE clocks ADD COLUMN leads INTEGER NOT NULL DEFAULT 0 CHECK (leads IN (0, 1));

-- The sweep reads this and nothing else: running clocks whose first reminder has come.
DROP INDEX clocks_running;
CREATE INDEX clocks_running ON clocks (remind_from) WHERE stopped_on IS NULL;
CREATE INDEX clocks_provisional ON clocks (case_id) WHERE stopped_on IS NULL AND provisional = 1;

-- 1 when there is nothing to do about it any more: the clock stopped or moved, or a more urgent level was reached.
ALTER TABLE alerts ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1));
-- When notify.command took it.
ALTER TABLE alerts ADD COLUMN notified_at TEXT;
-- Second since 1970 before which nobody tries again: whoever tries, claims it by moving this on.
ALTER TABLE alerts ADD COLUMN notify_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN notify_attempts INTEGER NOT NULL DEFAULT 0;

UPDATE alerts SET ended = 1 WHERE NOT EXISTS (
    SELECT 1 FROM clocks k WHERE k.case_id = alerts.case_id AND k.clock = alerts.clock AND k.round = alerts.round
        AND k.stopped_on IS NULL AND k.due_on = alerts.due_on
);

DROP INDEX alerts_open;
CREATE INDEX alerts_open ON alerts (alert_id) WHERE acknowledged_at IS NULL AND ended = 0;
CREATE INDEX alerts_to_notify ON alerts (notify_after)
    WHERE notified_at IS NULL AND acknowledged_at IS NULL AND ended = 0;
