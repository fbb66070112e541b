-- The representative of each job and its reading in this version, numbered in the order of postings.
CREATE OR REPLACE TEMP TABLE stage_representative AS
SELECT
    row_number() OVER (ORDER BY posting.posting_id) - 1 AS number,
    posting.posting_id,
    reading.reading_id
FROM core.requisition AS requisition
JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
JOIN core.reading AS reading
    ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
