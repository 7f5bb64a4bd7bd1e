/** One entry of the activity feed, as the portal shows it. Instants are ISO 8601. */
export type ActivityEvent = {
  id: string;
  occurredAt: string;
  actorType: string;
  actorId: string | null;
  actorLabel: string | null;
  operation: string;
  effect: string;
  outcome: string;
  errorCode: string | null;
  summary: string | null;
  requestId: string;
  surface: string;
  ip: string | null;
  client: string | null;
  entityId: string | null;
  durationMs: number;
};

export type ActivityDetail = ActivityEvent & {
  arguments: unknown;
  before: unknown;
  after: unknown;
  undoneByEventId: string | null;
};
