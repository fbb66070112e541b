-- Postings that their board's last trusted list does not show and that are not believed closed yet.
WITH trusted AS (
    SELECT source, board, max(started_at) AS visited_at
    FROM raw.board_run
    WHERE outcome IN ('complete', 'not_modified')
    GROUP BY source, board
)
SELECT count(*)
FROM core.posting_spell AS spell
JOIN core.posting AS posting USING (posting_id)
JOIN core.source AS rule ON rule.source = posting.source AND rule.closes
JOIN trusted ON trusted.source = posting.source AND trusted.board = posting.board
WHERE spell.close_reason IS NULL AND spell.last_seen_at < trusted.visited_at
