-- The strongest need of each skill, by the mentions that count; of equals, asked for by itself before asked for as one of several, then the first.
WITH sized AS (
    SELECT
        *,
        count(DISTINCT skill_id) OVER (PARTITION BY requisition_id, unit_id) AS members,
        min(min_years) OVER (PARTITION BY requisition_id, skill_id) AS fewest_years
    FROM frame_mention
    WHERE is_counted
)
SELECT requisition_id, skill_id, need, unit_id, fewest_years AS min_years
FROM sized
QUALIFY row_number() OVER (
    PARTITION BY requisition_id, skill_id
    ORDER BY CASE need WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END, members > 1, "start"
) = 1
ORDER BY requisition_id, skill_id
