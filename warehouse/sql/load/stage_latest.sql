-- Of each posting the row that the run showed last.
CREATE OR REPLACE TEMP TABLE stage_latest AS
SELECT row_order
FROM stage_posting
QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY shown_at DESC NULLS LAST, row_order DESC) = 1
