-- A unit is one thing asked for: an OR-group, or a skill that stands alone. Units count from 0 in the order of the text.
WITH represented AS (
    SELECT requisition.requisition_id, reading.reading_id
    FROM core.requisition AS requisition
    JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
    JOIN core.reading AS reading
        ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
    WHERE requisition.requisition_id BETWEEN $first_id AND $last_id
),
asked AS (
    SELECT *, coalesce('group ' || or_group, 'skill ' || skill_id) AS unit
    FROM core.mention
    WHERE need <> 'not_required' AND reading_id IN (SELECT reading_id FROM represented)
),
numbered AS (
    SELECT reading_id, unit, row_number() OVER (PARTITION BY reading_id ORDER BY min("start"), unit) - 1 AS unit_id
    FROM asked
    GROUP BY reading_id, unit
)
SELECT
    represented.requisition_id,
    asked.skill_id,
    asked.surface,
    asked."start",
    asked."end",
    asked.need,
    asked.section,
    numbered.unit_id,
    asked.min_years,
    asked.is_counted
FROM represented
JOIN asked ON asked.reading_id = represented.reading_id
JOIN numbered ON numbered.reading_id = asked.reading_id AND numbered.unit = asked.unit
ORDER BY represented.requisition_id, asked."start", asked.skill_id
