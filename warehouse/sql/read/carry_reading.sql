INSERT INTO core.reading BY NAME
SELECT reading.* REPLACE (carried.new_id AS reading_id, $reader_version AS reader_version)
FROM stage_carried AS carried
JOIN core.reading AS reading ON reading.reading_id = carried.old_id
ORDER BY carried.new_id
