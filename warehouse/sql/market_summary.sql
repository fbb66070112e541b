-- One row: how much is in the market and how much was looked at for it.
SELECT
    count(*) FILTER (exclusion IS NULL) AS requisitions,
    count(*) FILTER (exclusion IS NULL AND is_open) AS open_requisitions,
    count(*) FILTER (exclusion IS NULL AND is_new) AS new_requisitions,
    count(DISTINCT employer) FILTER (exclusion IS NULL) AS employers,
    CAST(coalesce(sum(postings) FILTER (exclusion IS NULL), 0) AS BIGINT) AS postings,
    count(*) FILTER (exclusion IS NOT NULL) AS excluded,
    min(first_seen_at) AS first_seen_at,
    max(last_seen_at) AS last_seen_at
FROM requisition
