SELECT
    run.source,
    run.board,
    coalesce(any_value(source.closes), false) AS closes,
    CAST(sum(run.postings) AS BIGINT) AS postings
FROM raw.board_run AS run
LEFT JOIN core.source AS source ON source.source = run.source
GROUP BY run.source, run.board
HAVING NOT bool_and(run.is_judged)
ORDER BY run.source, run.board
