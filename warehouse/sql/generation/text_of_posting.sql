SELECT posting.posting_id, text.text_hash, text.text
FROM posting
JOIN text ON text.text_hash = posting.text_hash
WHERE posting.posting_id IN (SELECT unnest($posting_ids))
