-- What the console keeps for each person who looks, and which rights in the office still wait to be confirmed.

-- Rights that somebody has still to confirm: a change of positions or login that is proposed and not in force yet, and
-- rights that are in force since the town was set up and were never confirmed. People without a row wait for nothing, so
-- in a database of an older version everybody's rights stay as they are.
CREATE TABLE rights_waiting (
    person_id   INTEGER PRIMARY KEY REFERENCES people (person_id),
    unconfirmed INTEGER NOT NULL CHECK (unconfirmed IN (0, 1)),
    proposal    TEXT,
    proposed_by INTEGER REFERENCES people (person_id),
    proposed_on TEXT,
    CHECK ((proposal IS NULL) = (proposed_by IS NULL) AND (proposal IS NULL) = (proposed_on IS NULL)),
    CHECK (unconfirmed = 1 OR proposal IS NOT NULL)
) STRICT;

-- Posts whose hand-over has still to be signed by one of the two: who leaves the post, who takes it on, the digest of the
-- list of what it holds, and who has signed, in order.
CREATE TABLE hand_overs (
    from_id       INTEGER PRIMARY KEY REFERENCES people (person_id),
    to_id         INTEGER NOT NULL REFERENCES people (person_id),
    listed_on     TEXT NOT NULL,
    sheet         TEXT NOT NULL,
    first_signed  INTEGER REFERENCES people (person_id),
    second_signed INTEGER REFERENCES people (person_id)
) STRICT;

-- Where each person was in the console when they left it, and when they looked last, so that what came since is told as
-- new. It proves nothing; no text of a case stands in it but what was typed as a filter.
CREATE TABLE console_places (
    person_id  INTEGER PRIMARY KEY,
    looked_at  TEXT NOT NULL,
    seen_alert INTEGER NOT NULL,
    pane       INTEGER NOT NULL,
    view       TEXT NOT NULL,
    sort       TEXT NOT NULL,
    filter     TEXT NOT NULL,
    case_id    INTEGER
) STRICT;

-- A limit that was judged late, and runs on because what had stopped it was undone, stays late.
ALTER TABLE clocks ADD COLUMN was_late INTEGER NOT NULL DEFAULT 0;

-- What a newer version found in cases recorded by an older one and could not decide by itself: somebody has to look.
CREATE TABLE undecided (
    case_id INTEGER NOT NULL REFERENCES cases (case_id),
    why     TEXT NOT NULL,
    PRIMARY KEY (case_id, why)
) STRICT, WITHOUT ROWID;

-- An order to erase reaches only what was written up to the event that gives it.
DROP TRIGGER identity_texts_are_erased_by_order;
CREATE TRIGGER identity_texts_are_erased_by_order BEFORE DELETE ON identity_texts
WHEN NOT EXISTS (
    SELECT 1 FROM erasure WHERE case_id = OLD.case_id AND class = 'identity' AND seq >= OLD.seq
)
BEGIN
    SELECT RAISE(ABORT, 'texts are erased by order only');
END;
DROP TRIGGER case_texts_are_erased_by_order;
CREATE TRIGGER case_texts_are_erased_by_order BEFORE DELETE ON case_texts
WHEN NOT EXISTS (
    SELECT 1 FROM erasure WHERE case_id = OLD.case_id AND class = 'text' AND seq >= OLD.seq
)
BEGIN
    SELECT RAISE(ABORT, 'texts are erased by order only');
END;
