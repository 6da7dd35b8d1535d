-- grain: one row an origin, severity and scope of findings
-- key: origin, severity, scope
create table if not exists dim_grade (
    origin varchar,
    severity varchar,
    scope varchar,
    grade varchar,
    rank bigint,
    title_zh varchar,
    title_en varchar
);

comment on table dim_grade is '质量等级：每类问题对应的等级（schemas/grades.toml），报告取其最差 / quality grades: which grade a kind of findings sets (schemas/grades.toml); of a report the worst counts';
comment on column dim_grade.origin is '问题来源 / origin';
comment on column dim_grade.severity is '严重程度 / severity';
comment on column dim_grade.scope is '规则范围 / scope of the rule';
comment on column dim_grade.grade is '等级 / grade';
comment on column dim_grade.rank is '等级顺序，1 为最差 / rank of the grade, 1 the worst';
comment on column dim_grade.title_zh is '等级含义，中文 / what the grade means, in Chinese';
comment on column dim_grade.title_en is '等级含义，英文 / what the grade means, in English';
