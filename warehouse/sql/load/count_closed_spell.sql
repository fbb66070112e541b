SELECT count(*) FROM core.posting_spell WHERE close_reason = 'absent'
