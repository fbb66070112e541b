SELECT requisition.requisition_id, posting_speciality.speciality, posting_speciality.probability
FROM core.requisition AS requisition
JOIN core.posting_speciality AS posting_speciality
    ON posting_speciality.posting_id = requisition.representative_posting_id AND posting_speciality.fit_id = $fit_id
ORDER BY requisition.requisition_id, posting_speciality.speciality
