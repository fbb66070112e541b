SELECT skill_id, lane, affinity, is_shared
FROM core.skill_affinity
WHERE fit_id = $fit_id
ORDER BY skill_id, lane
