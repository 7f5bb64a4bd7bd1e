import pg from "pg";

/** Something that must hold in every database of ours, and the rows that say otherwise. */
type Invariant = {
  id: string;
  promise: string;
  /** Each row is a breach; `what` says which. */
  breaches: (client: pg.Client) => Promise<string[]>;
};

export type Finding = { id: string; promise: string; breaches: string[] };

const SHOWN = 20;

const bySql = (sql: string) => async (client: pg.Client) =>
  (await client.query<{ what: string }>(`${sql} LIMIT ${SHOWN}`)).rows.map(({ what }) => what);

const KEY_IN_CLEAR = "fav_mcp_[0-9A-Za-z]{36}";

/** Every row of every table as text, searched for a whole key. */
async function keysInClear(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const table = pg.escapeIdentifier(name);
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM ${table} t WHERE t::text ~ '${KEY_IN_CLEAR}'`,
    );
    if (rows[0]?.count !== "0") found.push(`${rows[0]?.count} rows of ${name}`);
  }
  return found;
}

const INVARIANTS: readonly Invariant[] = [
  {
    id: "I1",
    promise: "one code makes at most one workspace",
    breaches: bySql(
      `SELECT organisation_id || ' was made by ' || count(*) || ' codes' AS what FROM verification_requests
       WHERE purpose = 'sign_up' AND organisation_id IS NOT NULL GROUP BY organisation_id HAVING count(*) > 1`,
    ),
  },
  {
    id: "I2",
    promise: "at most five guesses of a code are looked at",
    breaches: bySql(
      "SELECT id || ': ' || wrong_guesses || ' guesses' AS what FROM verification_requests WHERE wrong_guesses > 5",
    ),
  },
  {
    id: "I3",
    promise: "a key works only in its own organisation",
    breaches: bySql(
      `SELECT e.id || ' in ' || e.organisation_id || ' by ' || k.id || ' of ' || k.organisation_id AS what
       FROM audit_events e JOIN api_keys k ON k.id = e.actor_id
       WHERE e.actor_type = 'apiKey' AND e.organisation_id <> k.organisation_id`,
    ),
  },
  {
    id: "I4",
    promise: "a revoked key never works again",
    breaches: bySql(
      // A call that had begun when the key was revoked may still end: its start is what counts.
      `SELECT e.id || ' by ' || k.id || ' after its end' AS what
       FROM audit_events e JOIN api_keys k ON k.organisation_id = e.organisation_id AND k.id = e.actor_id
       WHERE e.actor_type = 'apiKey' AND e.outcome = 'done'
         AND e.occurred_at - e.duration_ms * interval '1 millisecond' > k.revoked_at + interval '1 second'`,
    ),
  },
  {
    id: "I5",
    promise: "every queued mail ends as sent or as dropped",
    breaches: bySql(
      `SELECT id || ' waits since ' || created_at AS what FROM outbox_mails
       WHERE status NOT IN ('queued', 'sent', 'delivered', 'delayed', 'bounced', 'dropped')
          OR (status = 'queued' AND greatest(next_attempt_at, leased_until) < now() - interval '1 hour')
          OR (status IN ('sent', 'delivered') AND sent_at IS NULL)`,
    ),
  },
  { id: "I6", promise: "no key stands anywhere in the clear", breaches: keysInClear },
  {
    id: "I7a",
    promise: "nobody and nothing is booked twice at a time",
    breaches: bySql(
      `SELECT a.id || ' and ' || b.id || ' overlap' AS what FROM booking_allocations a
       JOIN booking_allocations b ON b.organisation_id = a.organisation_id AND b.company_id = a.company_id
        AND b.subject_type = a.subject_type AND b.subject_id = a.subject_id AND b.unit = a.unit AND b.id > a.id AND b.during && a.during`,
    ),
  },
  {
    id: "I7b",
    promise: "a class has no more people than places, and counts them right",
    breaches: bySql(
      `SELECT o.id || ': ' || o.taken || ' taken, ' || coalesce(sum(b.participants), 0) || ' booked, ' || o.capacity || ' places' AS what
       FROM schedule_occurrences o
       LEFT JOIN bookings b ON b.organisation_id = o.organisation_id AND b.occurrence_id = o.id
        AND b.status IN ('pending', 'confirmed', 'completed', 'no_show')
       GROUP BY o.organisation_id, o.id, o.taken, o.capacity
       HAVING coalesce(sum(b.participants), 0) > greatest(o.capacity, o.taken)`,
    ),
  },
  {
    id: "I7c",
    promise: "every key, service and booking that exists has the event that made it",
    breaches: bySql(
      `SELECT made.id || ' has no event' AS what FROM (
         SELECT organisation_id, id, created_at FROM services UNION ALL
         SELECT organisation_id, id, created_at FROM bookings) made
       WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.organisation_id = made.organisation_id AND e.entity_id = made.id AND e.outcome = 'done')
         AND EXISTS (SELECT FROM audit_events e WHERE e.organisation_id = made.organisation_id AND e.occurred_at < made.created_at)`,
    ),
  },
];

/** Checks them all on `client`, whose role and transaction decide what is seen. */
export async function findBreaches(client: pg.Client): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, promise, breaches } of INVARIANTS) findings.push({ id, promise, breaches: await breaches(client) });
  return findings;
}

/** Checks them all in one snapshot, as the system's role. `url` may be a pooled or a direct connection. */
export async function checkInvariants(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, application_name: "favcrm admin" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE favcrm_system");
    return await findBreaches(client);
  } finally {
    await client.end();
  }
}
