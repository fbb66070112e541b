DELETE FROM core.posting_spell WHERE posting_id IN (SELECT posting_id FROM wanted)
