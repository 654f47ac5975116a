-- The trace context (traceparent) of the request that an event goes back to; random numbers, and null for most.
alter table outbox add column trace text;
