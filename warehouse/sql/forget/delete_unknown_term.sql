-- Unknown terms of the readings that delete_reading.sql takes away.
DELETE FROM core.unknown_term
WHERE reading_id IN (
    SELECT reading_id
    FROM core.reading
    WHERE input_hash NOT IN (SELECT input_hash FROM core.posting WHERE posting_id NOT IN (SELECT posting_id FROM wanted))
)
