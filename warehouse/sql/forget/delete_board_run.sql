DELETE FROM raw.board_run WHERE (source, board) IN (SELECT (source, board) FROM wanted)
