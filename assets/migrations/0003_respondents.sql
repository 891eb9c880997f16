-- Everybody whom a complaint names, so that the case is hidden from each of them; filled from what the rows hold by
-- the same reading of the name that decisions use.
CREATE TABLE respondents (
    name    TEXT NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (case_id),
    PRIMARY KEY (name, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX respondents_by_case ON respondents (case_id);
DROP INDEX cases_by_respondent;
