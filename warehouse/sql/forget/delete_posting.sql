DELETE FROM core.posting WHERE posting_id IN (SELECT posting_id FROM wanted)
