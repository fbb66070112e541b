SELECT *
FROM requisition
WHERE requisition_id = $requisition_id
