-- Texts are erased by order only, and an erasure that could not be completed at once is remembered until it is.

-- Which texts of a case may go now, and by which of its events. A row stands here only while a transaction erases.
CREATE TABLE erasure (
    case_id INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    class   TEXT NOT NULL CHECK (class IN ('identity', 'text')),
    PRIMARY KEY (case_id, class)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER erasure_is_ordered_by_an_event BEFORE INSERT ON erasure
WHEN NOT EXISTS (SELECT 1 FROM events WHERE case_id = NEW.case_id AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'an event of the case orders an erasure');
END;

CREATE TRIGGER identity_texts_are_never_changed BEFORE UPDATE ON identity_texts
BEGIN
    SELECT RAISE(ABORT, 'texts are never changed');
END;

CREATE TRIGGER identity_texts_are_erased_by_order BEFORE DELETE ON identity_texts
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE case_id = OLD.case_id AND class = 'identity')
BEGIN
    SELECT RAISE(ABORT, 'texts are erased by order only');
END;

-- Replacing a row deletes it without asking the trigger above.
CREATE TRIGGER identity_texts_are_never_replaced BEFORE INSERT ON identity_texts
WHEN EXISTS (SELECT 1 FROM identity_texts WHERE case_id = NEW.case_id AND seq = NEW.seq AND place = NEW.place)
BEGIN
    SELECT RAISE(ABORT, 'texts are never changed');
END;

CREATE TRIGGER case_texts_are_never_changed BEFORE UPDATE ON case_texts
BEGIN
    SELECT RAISE(ABORT, 'texts are never changed');
END;

CREATE TRIGGER case_texts_are_erased_by_order BEFORE DELETE ON case_texts
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE case_id = OLD.case_id AND class = 'text')
BEGIN
    SELECT RAISE(ABORT, 'texts are erased by order only');
END;

CREATE TRIGGER case_texts_are_never_replaced BEFORE INSERT ON case_texts
WHEN EXISTS (SELECT 1 FROM case_texts WHERE case_id = NEW.case_id AND seq = NEW.seq AND place = NEW.place)
BEGIN
    SELECT RAISE(ABORT, 'texts are never changed');
END;

-- Where bytes of erased texts may still lie: the search index, the write-ahead log, copies kept before migrations.
CREATE TABLE unfinished_erasures (
    place TEXT PRIMARY KEY CHECK (place IN ('index', 'log', 'copies')),
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which alerts are over, by one rule for all: `verify` holds them to it.
UPDATE alerts SET ended = (NOT EXISTS (
    SELECT 1 FROM clocks k WHERE k.case_id = alerts.case_id AND k.clock = alerts.clock AND k.round = alerts.round
        AND k.stopped_on IS NULL AND k.due_on = alerts.due_on
) OR EXISTS (
    SELECT 1 FROM alerts later WHERE later.case_id = alerts.case_id AND later.clock = alerts.clock
        AND later.round = alerts.round AND later.due_on = alerts.due_on AND later.alert_id > alerts.alert_id
));

-- What was erased before may still lie in the index, in the log and in older copies.
INSERT INTO unfinished_erasures (place, since)
    SELECT place, max(at) FROM events, (SELECT 'index' AS place UNION SELECT 'log' UNION SELECT 'copies')
    WHERE body LIKE '{"event":"sealed_up"%' GROUP BY place;

-- Drafts are files now; what this table still holds is handed over once.
CREATE TRIGGER drafts_are_files BEFORE INSERT ON drafts
BEGIN
    SELECT RAISE(ABORT, 'drafts are files');
END;
