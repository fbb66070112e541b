DELETE FROM raw.reject WHERE (source, board) IN (SELECT (source, board) FROM wanted)
