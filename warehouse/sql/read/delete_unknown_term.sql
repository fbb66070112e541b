DELETE FROM core.unknown_term
WHERE reading_id IN (SELECT reading_id FROM core.reading WHERE reader_version = ?)
