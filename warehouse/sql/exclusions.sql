-- Why requisitions stand outside the market, the most frequent reason first.
SELECT exclusion, count(*) AS requisitions
FROM requisition
WHERE exclusion IS NOT NULL
GROUP BY exclusion
ORDER BY requisitions DESC, exclusion
