INSERT INTO raw.sighting BY NAME
SELECT shown_run_id AS run_id, posting_id, content_hash, shown_at AS seen_at
FROM stage_posting
QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY shown_at DESC NULLS LAST, row_order DESC) = 1
