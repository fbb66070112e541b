-- A posting keeps what its latest sighting showed, so the order in which runs are loaded does not matter.
MERGE INTO core.posting AS target
USING (
    SELECT * EXCLUDE (row_order)
    FROM stage_posting
    SEMI JOIN stage_latest USING (row_order)
) AS source
ON source.posting_id = target.posting_id
WHEN MATCHED
    AND (coalesce(source.shown_at, TIMESTAMP 'epoch'), source.shown_run_id)
        >= (coalesce(target.shown_at, TIMESTAMP 'epoch'), target.shown_run_id)
    THEN UPDATE BY NAME
