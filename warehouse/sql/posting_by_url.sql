SELECT posting_id, requisition_id, title, employer, url, location
FROM posting
WHERE rtrim(url, '/') = rtrim($url, '/')
ORDER BY last_seen_at DESC NULLS LAST, posting_id
