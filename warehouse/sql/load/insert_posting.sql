-- Postings that no run loaded before has shown: inserting them takes half the time of merging them.
INSERT INTO core.posting BY NAME
SELECT * EXCLUDE (row_order)
FROM stage_posting
SEMI JOIN stage_latest USING (row_order)
ANTI JOIN core.posting AS known USING (posting_id)
