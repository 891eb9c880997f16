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
