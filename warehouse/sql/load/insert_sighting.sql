INSERT INTO raw.sighting BY NAME
SELECT shown_run_id AS run_id, posting_id, content_hash, shown_at AS seen_at
FROM stage_posting
SEMI JOIN stage_latest USING (row_order)
