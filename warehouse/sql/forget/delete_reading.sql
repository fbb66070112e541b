-- Readings of what no remaining posting says.
DELETE FROM core.reading
WHERE input_hash NOT IN (SELECT input_hash FROM core.posting WHERE posting_id NOT IN (SELECT posting_id FROM wanted))
