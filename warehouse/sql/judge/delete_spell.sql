DELETE FROM core.posting_spell
WHERE posting_id IN (
    SELECT posting_id
    FROM core.posting
    WHERE (source, board) IN (SELECT (source, board) FROM wanted)
)
