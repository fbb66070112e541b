SELECT count(*) FROM core.posting
