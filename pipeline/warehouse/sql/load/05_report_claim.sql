insert into report_claim by name
select * from staged_claims
order by report_id, claim_no;
