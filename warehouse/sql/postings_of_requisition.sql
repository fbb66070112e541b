SELECT *
FROM posting
WHERE requisition_id = $requisition_id
ORDER BY first_seen_at NULLS LAST, posting_id
