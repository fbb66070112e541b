-- The skills of a part of the representatives with their strongest needs; `not_required` counts as not asked for.
WITH named AS (
    SELECT
        staged.posting_id,
        mention.skill_id,
        CASE min(CASE mention.need WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END)
            WHEN 1 THEN 'required' WHEN 2 THEN 'preferred' ELSE 'context'
        END AS need
    FROM stage_representative AS staged
    JOIN core.mention AS mention ON mention.reading_id = staged.reading_id AND mention.need <> 'not_required'
    WHERE staged.number BETWEEN $first AND $last
    GROUP BY staged.posting_id, mention.skill_id
)
SELECT posting_id, list(skill_id ORDER BY skill_id) AS skills, list(need ORDER BY skill_id) AS needs
FROM named
GROUP BY posting_id
ORDER BY posting_id
