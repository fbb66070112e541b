-- Boards of which postings are neither open nor closed; imports have no board to ask.
SELECT posting.source, posting.board, any_value(posting.employer) AS employer, count(*) AS postings,
    max(posting.last_seen_at) AS last_seen_at
FROM posting
WHERE NOT posting.is_open AND posting.closed_at IS NULL AND posting.source <> 'import'
    AND posting.close_reason IS NULL AND posting.last_seen_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM board_run WHERE board_run.source = posting.source AND board_run.board = posting.board)
GROUP BY posting.source, posting.board
ORDER BY postings DESC, posting.source, posting.board
