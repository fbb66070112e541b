INSERT INTO core.mention BY NAME
SELECT mention.* REPLACE (carried.new_id AS reading_id)
FROM stage_carried AS carried
JOIN core.mention AS mention ON mention.reading_id = carried.old_id
ORDER BY carried.new_id, mention."start", mention."end"
