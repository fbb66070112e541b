SELECT
    requisition.requisition_id,
    term.surface,
    term."start",
    term."end",
    term.need,
    term.section
FROM core.requisition AS requisition
JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
JOIN core.reading AS reading
    ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
JOIN core.unknown_term AS term ON term.reading_id = reading.reading_id
WHERE term.need <> 'not_required'
ORDER BY requisition.requisition_id, term."start"
