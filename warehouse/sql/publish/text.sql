-- Each of some texts once, in the order of their hashes; only the rows that are taken are sorted with their texts.
SELECT text_hash, text
FROM raw.posting_version
WHERE rowid IN (
    SELECT min(rowid)
    FROM raw.posting_version
    WHERE text_hash IN (SELECT unnest($text_hashes))
    GROUP BY text_hash
)
ORDER BY text_hash
