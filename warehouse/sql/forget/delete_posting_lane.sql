DELETE FROM core.posting_lane WHERE posting_id IN (SELECT posting_id FROM wanted)
