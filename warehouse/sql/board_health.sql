-- Per board: its latest run, its latest complete one, and how many runs in a row have failed to be complete since.
WITH latest AS (
    SELECT *
    FROM board_run
    QUALIFY row_number() OVER (PARTITION BY source, board ORDER BY started_at DESC, run_id DESC) = 1
),
good AS (
    SELECT source, board, max(started_at) AS complete_at
    FROM board_run
    WHERE outcome IN ('complete', 'not_modified')
    GROUP BY source, board
)
SELECT
    latest.source,
    latest.board,
    latest.employer,
    latest.outcome,
    latest.reason,
    latest.detail,
    latest.http_status,
    latest.postings,
    latest.rejects,
    latest.started_at,
    good.complete_at,
    (
        SELECT count(*)
        FROM board_run AS later
        WHERE later.source = latest.source AND later.board = latest.board
          AND (good.complete_at IS NULL OR later.started_at > good.complete_at)
          AND later.outcome NOT IN ('complete', 'not_modified')
    ) AS runs_since_complete
FROM latest
LEFT JOIN good ON good.source = latest.source AND good.board = latest.board
ORDER BY runs_since_complete DESC, latest.source, latest.board
