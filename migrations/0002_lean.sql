-- Counting jumps from group to group: what the index holds is what is grouped, and a pause has its own.
drop index standing_count;
create index standing_count on standing (round_id, department_id, place, progress, due_on);
drop index standing_paused;
create index standing_paused on standing (round_id, paused_until, paused_from, department_id, place, progress, due_on)
  where paused_until is not null;

-- Sittings that the clock ends.
create index attempt_due on attempt (due_at) where graded_at is null and due_at is not null;

-- A bare hash over a name, a position and a department is found again from a list of staff after the fields are erased:
-- the leaf commits to the template by its hash and to the fields by a salted one.
alter table acknowledgment drop column text_sha256;
