-- Readings to be copied, with the ids of their copies.
CREATE TEMP TABLE stage_carried AS
SELECT
    reading.reading_id AS old_id,
    (SELECT max(reading_id) FROM core.reading) + row_number() OVER (ORDER BY reading.reading_id) AS new_id
FROM core.reading AS reading
WHERE reading.reader_version = $before AND reading.input_hash IN (SELECT unnest($input_hashes))
