-- A part of the representatives, as lanes see them.
SELECT
    posting.posting_id,
    posting.title,
    posting.employer,
    posting.is_truncated,
    reading.is_relevant,
    reading.relevance,
    reading.role,
    reading.language,
    reading.reading_id,
    coalesce(reading.lane_words, MAP(CAST([] AS VARCHAR[]), CAST([] AS DOUBLE[]))) AS lane_words,
    coalesce(reading.speciality_duties, MAP(CAST([] AS VARCHAR[]), CAST([] AS DOUBLE[]))) AS speciality_duties
FROM stage_representative AS staged
JOIN core.posting AS posting ON posting.posting_id = staged.posting_id
JOIN core.reading AS reading ON reading.reading_id = staged.reading_id
WHERE staged.number BETWEEN $first AND $last
ORDER BY staged.number
