SELECT count(DISTINCT posting.input_hash)
FROM core.posting AS posting
WHERE NOT EXISTS (
    SELECT 1
    FROM core.reading AS reading
    WHERE reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
)
