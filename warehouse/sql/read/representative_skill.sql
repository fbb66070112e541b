-- The skills of each representative with their strongest needs; `not_required` counts as not asked for.
WITH named AS (
    SELECT
        posting.posting_id,
        mention.skill_id,
        CASE min(CASE mention.need WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END)
            WHEN 1 THEN 'required' WHEN 2 THEN 'preferred' ELSE 'context'
        END AS need
    FROM core.requisition AS requisition
    JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
    JOIN core.reading AS reading
        ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
    JOIN core.mention AS mention ON mention.reading_id = reading.reading_id AND mention.need <> 'not_required'
    GROUP BY posting.posting_id, mention.skill_id
)
SELECT posting_id, list(skill_id ORDER BY skill_id) AS skills, list(need ORDER BY skill_id) AS needs
FROM named
GROUP BY posting_id
ORDER BY posting_id
