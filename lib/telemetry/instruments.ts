import { counter, histogram } from "./metrics";

/** Everything that is counted while it happens. What is looked up when asked stands where it can be looked up. */

export const httpRequests = histogram({
  name: "favcrm_http_request_duration_seconds",
  help: "Requests by kind of route, method and class of status, from the first header to the last byte; a stream until it ends.",
  labels: ["route", "method", "status"],
});

export const calls = counter({
  name: "favcrm_calls_total",
  help: "Operations that were run, by outcome: done, or the kind of the error.",
  labels: ["operation", "surface", "outcome"],
});

export const callDuration = histogram({
  name: "favcrm_call_duration_seconds",
  help: "Operations by effect, with everything that the kernel does around them.",
  labels: ["effect", "surface"],
});

export const limitRefusals = counter({
  name: "favcrm_limit_refusals_total",
  help: "What a limit refused, by the limit.",
  labels: ["limit"],
});

export const poolAcquire = histogram({
  name: "favcrm_pool_acquire_seconds",
  help: "Waiting for a connection of a pool.",
  labels: ["pool"],
});

export const jobs = histogram({
  name: "favcrm_job_duration_seconds",
  help: "Jobs by name, and whether they failed.",
  labels: ["job", "outcome"],
});

export const mails = counter({
  name: "favcrm_mails_total",
  help: "Attempts to deliver a mail, by how they ended.",
  labels: ["outcome"],
});
