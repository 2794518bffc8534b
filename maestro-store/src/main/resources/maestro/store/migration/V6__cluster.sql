-- What nodes say of themselves, and what they share to know each other by.
alter table node
    add column version  text    not null default '',
    add column draining boolean not null default false;

alter table settings add column cluster_secret text;
