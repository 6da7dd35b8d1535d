-- Rules and grades as the program has them tonight.
delete from dim_rule;

insert into dim_rule by name
select * from staged_rules
order by rule_order;

delete from dim_rule_form;

insert into dim_rule_form by name
select * from staged_rule_forms
order by rule_id, form_id;

delete from dim_grade;

insert into dim_grade by name
select * from staged_grades
order by origin, severity, scope;
