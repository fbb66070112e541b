UPDATE core.posting
SET requisition_id = linked.requisition_id
FROM linked
WHERE linked.posting_id = posting.posting_id
  AND posting.requisition_id IS DISTINCT FROM linked.requisition_id
