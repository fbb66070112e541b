-- Which of a part's inputs have a reading already. Parts come in the order of inputs, so most of the table is passed over.
SELECT input_hash
FROM core.reading
WHERE reader_version = $reader_version
  AND input_hash BETWEEN list_min($input_hashes) AND list_max($input_hashes)
  AND input_hash IN (SELECT unnest($input_hashes))
