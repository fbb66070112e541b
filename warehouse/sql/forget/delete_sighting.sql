DELETE FROM raw.sighting WHERE posting_id IN (SELECT posting_id FROM wanted)
