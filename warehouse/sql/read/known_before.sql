-- Inputs that an earlier version has read and this one has not.
SELECT DISTINCT posting.input_hash
FROM core.posting AS posting
JOIN core.reading AS earlier ON earlier.input_hash = posting.input_hash AND earlier.reader_version = $before
WHERE NOT EXISTS (
    SELECT 1
    FROM core.reading AS reading
    WHERE reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
)
ORDER BY posting.input_hash
