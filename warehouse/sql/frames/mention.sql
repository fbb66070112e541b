-- A unit is one thing asked for: an OR-group, or a skill that stands alone. Units count from 0 in the order of the text.
WITH asked AS (
    SELECT
        requisition.requisition_id,
        mention.*,
        coalesce('group ' || mention.or_group, 'skill ' || mention.skill_id) AS unit
    FROM core.requisition AS requisition
    JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
    JOIN core.reading AS reading
        ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
    JOIN core.mention AS mention ON mention.reading_id = reading.reading_id
    WHERE mention.need <> 'not_required'
),
placed AS (
    SELECT *, min("start") OVER (PARTITION BY requisition_id, unit) AS unit_start
    FROM asked
)
SELECT
    requisition_id,
    skill_id,
    surface,
    "start",
    "end",
    need,
    section,
    dense_rank() OVER (PARTITION BY requisition_id ORDER BY unit_start, unit) - 1 AS unit_id,
    min_years,
    is_counted
FROM placed
ORDER BY requisition_id, "start", skill_id
