-- The strongest need of each skill, by the mentions that count; of equals, asked for by itself before asked for as one of several, then the first.
WITH unit AS (
    SELECT requisition_id, unit_id, min(skill_id) <> max(skill_id) AS is_of_several
    FROM frame_mention
    WHERE is_counted AND requisition_id BETWEEN $first_id AND $last_id
    GROUP BY requisition_id, unit_id
),
placed AS (
    SELECT
        mention.requisition_id,
        mention.skill_id,
        mention.need,
        mention.unit_id,
        mention.min_years,
        (
            CASE mention.need WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END * 2
            + CAST(unit.is_of_several AS INTEGER)
        ) * 4_294_967_296 + mention."start" AS place
    FROM frame_mention AS mention
    JOIN unit ON unit.requisition_id = mention.requisition_id AND unit.unit_id = mention.unit_id
    WHERE mention.is_counted AND mention.requisition_id BETWEEN $first_id AND $last_id
)
SELECT
    requisition_id,
    skill_id,
    arg_min(need, place) AS need,
    arg_min(unit_id, place) AS unit_id,
    min(min_years) AS min_years
FROM placed
GROUP BY requisition_id, skill_id
ORDER BY requisition_id, skill_id
