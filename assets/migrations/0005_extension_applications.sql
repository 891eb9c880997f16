-- Whether an extension application waits for its signatures, so that the dashboard lists them without opening cases.

ALTER TABLE cases ADD COLUMN extension_asked INTEGER NOT NULL DEFAULT 0 CHECK (extension_asked IN (0, 1));

-- Submitted, and since then neither returned, voided, recalled nor granted, which moves the clock in the same act.
UPDATE cases SET extension_asked = 1 WHERE EXISTS (
    SELECT 1 FROM events e WHERE e.case_id = cases.case_id
        AND e.body ->> 'event' = 'document_submitted' AND e.body ->> 'document' = 'extension'
        AND NOT EXISTS (
            SELECT 1 FROM events l WHERE l.case_id = e.case_id AND l.seq > e.seq
                AND l.body ->> 'document' = 'extension' AND l.body ->> 'version' = e.body ->> 'version'
                AND (
                    l.body ->> 'event' IN ('document_voided', 'document_recalled') OR l.body ->> 'decision' = 'return'
                    OR EXISTS (SELECT 1 FROM events m WHERE m.case_id = l.case_id AND m.act = l.act
                        AND m.body ->> 'event' = 'clock_moved')
                )
        )
);

CREATE INDEX cases_extension_asked ON cases (urgency, case_id) WHERE extension_asked = 1 AND ended = 0;
