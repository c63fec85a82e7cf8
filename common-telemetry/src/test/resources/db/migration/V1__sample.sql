create table sample (id text primary key, consumed boolean not null default false);
