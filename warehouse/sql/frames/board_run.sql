-- A crawl looks at a board when its turn comes; an import shows its board as it stood on the day that the person named,
-- and one without a day is no look at all.
SELECT
    board_run.run_id,
    board_run.source,
    board_run.board,
    board_run.employer,
    board_run.outcome,
    board_run.reason,
    board_run.detail,
    board_run.http_status,
    board_run.postings,
    board_run.rejects,
    CASE WHEN run.kind = 'import' THEN run.observed_at ELSE board_run.started_at END AS started_at,
    board_run.finished_at,
    run.covers_from
FROM raw.board_run AS board_run
JOIN raw.run AS run ON run.run_id = board_run.run_id
ORDER BY started_at NULLS FIRST, run_id, source, board
