SELECT surface, "start", "end", need, section
FROM unknown_term
WHERE requisition_id = $requisition_id
ORDER BY "start"
