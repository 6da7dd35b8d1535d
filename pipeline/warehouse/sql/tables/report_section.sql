-- grain: one row a heading of a report, in printed order; number 0 is what stands before all of them
-- key: report_id, section_no
create table if not exists report_section (
    report_id varchar,
    section_no bigint,
    section_id varchar,
    number bigint,
    heading varchar,
    place varchar,
    character_count bigint,
    text_signature uinteger[]
);

comment on table report_section is '报告正文各部分，每份报告每个标题一行 / sections of the prose of reports, one row a heading';
comment on column report_section.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column report_section.section_no is '在报告中的顺序，0 为第一个标题之前的文字 / its order in the report; 0 is what stands before the first heading';
comment on column report_section.section_id is '格式规定的部分 s1 至 s6，格式未规定的标题为空串 / section of the form, s1 to s6; empty for a heading that the form does not know';
comment on column report_section.number is '标题印出的序号，没有时为 0 / number printed before the heading, 0 for none';
comment on column report_section.heading is '印出的标题 / heading as printed';
comment on column report_section.place is '标题在文件中的位置 / place of the heading in the file';
comment on column report_section.character_count is '正文字数（不计标点和空白，不含表格） / letters, Han characters and digits of its prose, tables apart';
comment on column report_section.text_signature is '文字指纹，用于比较相似程度，不比较的部分为空 / signature of its text, to tell texts alike; empty where none is compared';
