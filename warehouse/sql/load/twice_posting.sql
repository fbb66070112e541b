SELECT posting_id
FROM core.posting
GROUP BY posting_id
HAVING count(*) > 1
LIMIT 1
