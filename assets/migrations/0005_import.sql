-- What offices really send: numbers as identities, rows that came before, and what an office said of its columns.

-- What the platform's number is compared by, beside the text as it came. Two old numbers may share a key; they stay two
-- cases, and `check` names them. New ones are refused by the program, so the index need not be unique.
ALTER TABLE cases ADD COLUMN platform_key TEXT;
UPDATE cases SET platform_key = platform_key(platform_no) WHERE platform_no IS NOT NULL;
CREATE INDEX cases_by_platform_key ON cases (platform_key, case_id) WHERE platform_key IS NOT NULL;

-- The digest of the row seen last, by the number's key.
CREATE TABLE numbered_rows (
    platform_key TEXT PRIMARY KEY,
    case_id      INTEGER NOT NULL REFERENCES cases (case_id),
    digest       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO numbered_rows (platform_key, case_id, digest)
    SELECT platform_key(platform_no), case_id, digest FROM platform_rows
    WHERE platform_key(platform_no) IS NOT NULL ORDER BY case_id;
DROP TABLE platform_rows;

-- Rows without a number are known by their digest alone: one that comes again is the same complaint.
CREATE TABLE unnumbered_rows (
    digest  BLOB PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unnumbered_rows_by_case ON unnumbered_rows (case_id);

-- What the office said of columns that the program does not know; how it came about is in the town's own events.
CREATE TABLE column_words (
    word    TEXT PRIMARY KEY,
    meaning TEXT NOT NULL
) STRICT, WITHOUT ROWID;
