SELECT *
FROM stage_input
WHERE rowid BETWEEN $first AND $last
ORDER BY input_hash
