DELETE FROM core.posting_speciality WHERE posting_id IN (SELECT posting_id FROM wanted)
