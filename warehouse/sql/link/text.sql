SELECT text_hash, any_value(text) AS text
FROM raw.posting_version
WHERE text_hash IN (SELECT unnest($text_hashes))
GROUP BY text_hash
