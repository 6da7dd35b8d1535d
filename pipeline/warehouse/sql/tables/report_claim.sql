-- grain: one row a report and number of its prose that is understood
-- key: report_id, claim_no
create table if not exists report_claim (
    report_id varchar,
    claim_no bigint,
    rule_id varchar,
    quantity varchar,
    value decimal(24,6),
    tolerance decimal(24,6),
    unit varchar,
    stated varchar,
    is_scoped boolean,
    section_id varchar,
    sentence_no bigint,
    quote varchar,
    place varchar
);

comment on table report_claim is '正文中关于数字的表述，每份报告每处一行 / what the prose says of figures, one row a report and number';
comment on column report_claim.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column report_claim.claim_no is '报告内序号，从 1 起 / number within the report, from 1';
comment on column report_claim.rule_id is '用以核对的规则编号，长期不变 / id of the rule that holds it against the tables, stable';
comment on column report_claim.quantity is '所述的量，代码见 schemas/claims.toml / what is counted, codes in schemas/claims.toml';
comment on column report_claim.value is '正文所写的数，增降幅下降为负 / the number as the prose gives it, negative for a fall';
comment on column report_claim.tolerance is '正文数字因四舍五入可能的误差 / how far the printed number may be rounded';
comment on column report_claim.unit is '正文所写的单位，没有写则为空 / unit as printed, empty if there is none';
comment on column report_claim.stated is '同一句中与之相关的数：列举的各项、占比的件数 / numbers of the same sentence that belong to it: parts, the count of a share';
comment on column report_claim.is_scoped is '是否指整个地区或某一机关 / said of a whole region or of one office';
comment on column report_claim.section_id is '所在部分，不明则为空 / section of the report, empty if unknown';
comment on column report_claim.sentence_no is '所在句的序号 / number of the sentence within the report';
comment on column report_claim.quote is '原句（长句截取） / the sentence, cut if it is long';
comment on column report_claim.place is '在原文件中的位置 / place in the source file';
