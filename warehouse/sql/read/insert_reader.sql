INSERT INTO core.reader (reader_version, ordinal)
SELECT ?, coalesce(max(ordinal), 0) + 1
FROM core.reader
