WITH spell AS (
    SELECT posting_id, min(opened_at) AS first_seen_at
    FROM core.posting_spell
    GROUP BY posting_id
)
SELECT
    posting.posting_id,
    posting.source,
    coalesce(source.kind, 'aggregator') AS kind,
    posting.board,
    posting.source_job_id,
    posting.employer,
    posting.title,
    list_transform(posting.locations, lambda place: place."raw") AS places,
    list_filter([posting.url, posting.apply_url], lambda url: url IS NOT NULL) AS urls,
    posting.text_hash,
    version.text_length,
    spell.first_seen_at,
    posting.job_number,
    posting.requisition_number
FROM core.posting AS posting
JOIN (
    SELECT posting_id, text_hash, any_value(length(text)) AS text_length
    FROM raw.posting_version
    GROUP BY posting_id, text_hash
) AS version
    ON version.posting_id = posting.posting_id AND version.text_hash = posting.text_hash
LEFT JOIN core.source AS source ON source.source = posting.source
LEFT JOIN spell ON spell.posting_id = posting.posting_id
