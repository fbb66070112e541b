-- All visits of the boards in `wanted`, with what each saw. A crawl's visit has one time, an import's rows have their own.
WITH seen AS (
    SELECT sighting.run_id, posting.source, posting.board, sighting.seen_at, list(DISTINCT sighting.posting_id) AS postings
    FROM raw.sighting AS sighting
    JOIN core.posting AS posting ON posting.posting_id = sighting.posting_id
    WHERE (posting.source, posting.board) IN (SELECT (source, board) FROM wanted)
    GROUP BY ALL
)
SELECT
    visit.source,
    visit.board,
    visit.run_id,
    coalesce(seen.seen_at, visit.started_at) AS visited_at,
    visit.outcome,
    coalesce(seen.postings, []) AS postings,
    run.kind = 'import' AND seen.seen_at IS NULL AS is_undated
FROM raw.board_run AS visit
JOIN raw.run AS run ON run.run_id = visit.run_id
LEFT JOIN seen ON seen.run_id = visit.run_id AND seen.source = visit.source AND seen.board = visit.board
WHERE (visit.source, visit.board) IN (SELECT (source, board) FROM wanted)
ORDER BY visit.source, visit.board, visited_at, visit.run_id
