SELECT DISTINCT run.source, run.board, coalesce(source.closes, false) AS closes
FROM raw.board_run AS run
LEFT JOIN core.source AS source ON source.source = run.source
WHERE NOT run.is_judged
ORDER BY run.source, run.board
