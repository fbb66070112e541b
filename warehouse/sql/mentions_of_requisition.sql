SELECT mention.*, skill.name, skill.kind
FROM mention
LEFT JOIN skill ON skill.skill_id = mention.skill_id
WHERE mention.requisition_id = $requisition_id
ORDER BY mention."start", mention.skill_id
