UPDATE raw.board_run
SET is_judged = true
WHERE NOT is_judged AND (source, board) IN (SELECT (source, board) FROM wanted)
