SELECT
    run_id, source, board, employer, outcome, reason, detail, http_status, postings, rejects, started_at, finished_at
FROM raw.board_run
ORDER BY started_at, run_id, source, board
