-- The evidence for a skill: requisitions of the market that ask for it, the newest first, with the place in the text.
SELECT
    requisition.requisition_id,
    requisition.posting_id,
    requisition.employer,
    requisition.title,
    requisition.url,
    requisition.source,
    requisition.first_seen_at,
    requisition.is_open,
    requisition.closed_at,
    asked.need,
    mention.surface,
    mention."start",
    mention."end"
FROM requisition_skill AS asked
JOIN requisition ON requisition.requisition_id = asked.requisition_id AND requisition.exclusion IS NULL
JOIN (
    SELECT *
    FROM mention
    WHERE skill_id = $skill_id AND is_counted
    QUALIFY row_number() OVER (PARTITION BY requisition_id, need ORDER BY "start") = 1
) AS mention ON mention.requisition_id = asked.requisition_id AND mention.need = asked.need
WHERE asked.skill_id = $skill_id
  AND ($lane IS NULL OR requisition.primary_lane = $lane)
  AND ($need IS NULL OR asked.need = $need)
ORDER BY requisition.is_open DESC, requisition.first_seen_at DESC NULLS LAST, requisition.requisition_id
LIMIT $limit
