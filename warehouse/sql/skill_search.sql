-- Skills by a part of their name, with how many requisitions of the market ask for each; whole names and the asked-for first.
SELECT
    skill.skill_id,
    skill.name,
    skill.kind,
    skill.family,
    skill.definition,
    skill.url,
    count(requisition.requisition_id) AS requisitions
FROM skill
LEFT JOIN requisition_skill AS asked ON asked.skill_id = skill.skill_id
LEFT JOIN requisition ON requisition.requisition_id = asked.requisition_id AND requisition.exclusion IS NULL
WHERE contains(lower(skill.name), lower($words)) OR contains(lower(skill.skill_id), lower($words))
GROUP BY skill.skill_id, skill.name, skill.kind, skill.family, skill.definition, skill.url
ORDER BY lower(skill.name) = lower($words) DESC, requisitions DESC, skill.skill_id
LIMIT $limit
