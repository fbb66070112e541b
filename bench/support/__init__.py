"""What several benches share: labelled postings, scores, a large made market, a browser."""
