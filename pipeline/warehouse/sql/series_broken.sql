-- grain: one row a printed sum that does not hold, of reports below a consolidated one that is judged
select distinct i.report_id, i.rule_id, i.instance, i.residual
from series_touched as t
inner join asked_agencies using (agency_id)
inner join staged_agencies as parent on t.agency_id = parent.agency_id and parent.scope = 'consolidated'
inner join staged_agencies as child on parent.agency_id = child.parent_id
inner join series as s on child.agency_id = s.agency_id and t.report_year = s.report_year
inner join identity_result as i on s.report_id = i.report_id
where i.verdict = 'broken'
order by i.report_id, i.rule_id, i.instance;
