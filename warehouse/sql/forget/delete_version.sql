DELETE FROM raw.posting_version WHERE posting_id IN (SELECT posting_id FROM wanted)
