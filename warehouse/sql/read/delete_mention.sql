DELETE FROM core.mention
WHERE reading_id IN (SELECT reading_id FROM core.reading WHERE reader_version = ?)
