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

-- Which figures somebody looked at in the console, beside the rest of where they were: length, period, grouping.
ALTER TABLE console_places ADD COLUMN figures TEXT NOT NULL DEFAULT '';
