delete from dim_cell;

insert into dim_cell by name
select * from staged_cells
order by form_id, cell_order;
