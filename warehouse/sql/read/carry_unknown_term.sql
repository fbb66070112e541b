INSERT INTO core.unknown_term BY NAME
SELECT unknown_term.* REPLACE (carried.new_id AS reading_id)
FROM stage_carried AS carried
JOIN core.unknown_term AS unknown_term ON unknown_term.reading_id = carried.old_id
ORDER BY carried.new_id, unknown_term."start", unknown_term."end"
