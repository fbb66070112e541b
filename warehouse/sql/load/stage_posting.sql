-- An empty stage for one run: the columns of core.posting as shown, plus the order of the rows.
CREATE OR REPLACE TEMP TABLE stage_posting AS
SELECT * EXCLUDE (requisition_id), CAST(0 AS BIGINT) AS row_order
FROM core.posting
LIMIT 0
