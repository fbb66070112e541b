SELECT pay_min, pay_max, pay_currency, pay_period, label
FROM requisition_pay
WHERE requisition_id = $requisition_id
ORDER BY position
