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
FROM core.requisition AS requisition
JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
JOIN core.reading AS reading
    ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
ORDER BY posting.posting_id
