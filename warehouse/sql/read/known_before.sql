-- Inputs that an earlier version has read and this one has not, with what a change of vocabulary may touch.
WITH chosen AS (
    SELECT posting.input_hash, min(posting.rowid) AS place
    FROM core.posting AS posting
    JOIN core.reading AS earlier ON earlier.input_hash = posting.input_hash AND earlier.reader_version = $before
    WHERE NOT EXISTS (
        SELECT 1
        FROM core.reading AS reading
        WHERE reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
    )
    GROUP BY posting.input_hash
)
SELECT posting.input_hash, posting.title, version.text
FROM chosen
JOIN core.posting AS posting ON posting.rowid = chosen.place
JOIN raw.posting_version AS version
    ON version.posting_id = posting.posting_id AND version.text_hash = posting.text_hash
    AND version.content_hash = posting.content_hash AND version.title = posting.title
