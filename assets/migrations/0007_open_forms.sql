-- Who has a form open now, without a word of what is typed in it. Renewed each minute; what was not for two is over.
CREATE TABLE open_forms (
    case_id    INTEGER NOT NULL,
    form       TEXT NOT NULL,
    person_id  INTEGER NOT NULL,
    opened_at  TEXT NOT NULL,
    -- Second since 1970.
    renewed_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, form, person_id)
) STRICT, WITHOUT ROWID;
