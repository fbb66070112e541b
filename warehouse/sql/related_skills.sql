-- Skills that requisitions of the market ask for together with the given one.
WITH having_it AS (
    SELECT asked.requisition_id
    FROM requisition_skill AS asked
    JOIN requisition ON requisition.requisition_id = asked.requisition_id AND requisition.exclusion IS NULL
    WHERE asked.skill_id = $skill_id
)
SELECT skill.skill_id, skill.name, count(*) AS requisitions
FROM having_it
JOIN requisition_skill AS other ON other.requisition_id = having_it.requisition_id AND other.skill_id <> $skill_id
JOIN skill ON skill.skill_id = other.skill_id
GROUP BY skill.skill_id, skill.name
ORDER BY requisitions DESC, skill.skill_id
LIMIT $limit
