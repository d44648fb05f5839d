-- Who gave another account after the first: few among many.
create index contact_again on contact (declared_at) where until_at is null and number > 1;
