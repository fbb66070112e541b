-- Requisitions of the market by what a person filters on; a filter that is NULL does not narrow. `total`: how many fit.
SELECT
    requisition_id, posting_id, employer, title, url, source, location, workplace, seniority, min_years,
    pay_min, pay_max, pay_currency, pay_period, pay_basis, primary_lane, role, first_seen_at, closed_at, is_open, is_new,
    postings, count(*) OVER () AS total
FROM requisition
WHERE exclusion IS NULL
  AND ($words IS NULL OR contains(lower(concat_ws(' ', title, employer, location)), lower($words)))
  AND ($lane IS NULL OR primary_lane = $lane)
  AND ($role IS NULL OR role = $role)
  AND ($seniority IS NULL OR seniority = $seniority)
  AND ($region IS NULL OR region = $region)
  AND ($workplace IS NULL OR workplace = $workplace)
  AND ($employer IS NULL OR employer = $employer)
  AND ($source IS NULL OR source = $source)
  AND ($is_open IS NULL OR is_open = $is_open)
  AND ($seen_since IS NULL OR first_seen_at >= $seen_since)
  AND ($skill_ids IS NULL OR requisition_id IN (
      SELECT requisition_id
      FROM requisition_skill
      WHERE list_contains($skill_ids, skill_id)
      GROUP BY requisition_id
      HAVING count(*) = len($skill_ids)
  ))
ORDER BY is_open DESC, first_seen_at DESC NULLS LAST, requisition_id
LIMIT $limit OFFSET $offset
