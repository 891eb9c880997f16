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
