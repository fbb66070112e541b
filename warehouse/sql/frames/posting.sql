WITH latest_spell AS (
    SELECT
        posting_id,
        min(opened_at) OVER (PARTITION BY posting_id) AS first_seen_at,
        max(last_seen_at) OVER (PARTITION BY posting_id) AS last_seen_at,
        closed_at,
        close_reason
    FROM core.posting_spell
    QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY opened_at DESC) = 1
)
SELECT
    posting.posting_id,
    posting.requisition_id,
    posting.source,
    posting.board,
    posting.employer,
    posting.title,
    posting.url,
    posting.location,
    spell.first_seen_at,
    spell.last_seen_at,
    spell.closed_at,
    spell.close_reason,
    CASE
        WHEN spell.posting_id IS NULL OR spell.close_reason IS NOT NULL THEN false
        WHEN source.closes
            THEN spell.last_seen_at >= CAST($as_of AS TIMESTAMP) - to_days(CAST($unconfirmed_days AS INTEGER))
        WHEN source.expires_after_days IS NOT NULL
            THEN coalesce(posting.posted_at, spell.first_seen_at)
                >= CAST($as_of AS TIMESTAMP) - to_days(source.expires_after_days)
        ELSE spell.last_seen_at >= CAST($as_of AS TIMESTAMP) - to_days(CAST($listed_days AS INTEGER))
    END AS is_open,
    posting.text_hash
FROM core.posting AS posting
LEFT JOIN latest_spell AS spell ON spell.posting_id = posting.posting_id
LEFT JOIN core.source AS source ON source.source = posting.source
WHERE posting.requisition_id IS NOT NULL
ORDER BY posting.posting_id
