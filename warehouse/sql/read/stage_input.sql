-- What the reader may see of each input that this version has not read, in the order of inputs; postings that share an
-- input share all of these. Staged once: asked for part by part, each part would look through all postings and texts.
CREATE OR REPLACE TEMP TABLE stage_input AS
WITH chosen AS (
    SELECT posting.input_hash, min(posting.rowid) AS place
    FROM core.posting AS posting
    WHERE NOT EXISTS (
        SELECT 1
        FROM core.reading AS reading
        WHERE reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
    )
    GROUP BY posting.input_hash
)
SELECT
    posting.input_hash,
    posting.title,
    version.text,
    posting.employer AS company,
    posting.location,
    posting.workplace,
    posting.employment_type,
    posting.salary_min,
    posting.salary_max,
    posting.salary_currency,
    posting.salary_period,
    posting.language
FROM chosen
JOIN core.posting AS posting ON posting.rowid = chosen.place
JOIN raw.posting_version AS version
    ON version.posting_id = posting.posting_id AND version.text_hash = posting.text_hash
    AND version.content_hash = posting.content_hash AND version.title = posting.title
ORDER BY posting.input_hash
