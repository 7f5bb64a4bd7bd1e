import { once } from "node:events";
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { finished } from "node:stream/promises";
import pg from "pg";
import { draw, numbered, personAt } from "./people";

export const ACCOUNTS = 1_000_000;
export const NEIGHBOURS = 200;
const NEIGHBOURS_ACCOUNTS = 1_000;
export const TAGS = ["Yoga", "Pilates", "Massage", "Newsletter", "Corporate", "Student", "Referral", "Rare"] as const;
/** How many of a hundred customers have a tag. */
const TAG_SHARE = [30, 20, 15, 40, 5, 10, 8, 1];

interface Company {
  organisationId: string;
  companyId: string;
  accounts: number;
  /** Number of its first customer, so that ids are unique. */
  first: number;
}

type Cell = string | number | Date | readonly string[] | null;
type Write = (table: keyof typeof COLUMNS, cells: readonly Cell[]) => Promise<void> | void;

/** What is written of each table; every row begins with organisation and company. */
const COLUMNS = {
  accounts:
    "id, name, local_name, life_stage, source, email, phone, phone_original, language, created_at, updated_at, last_activity_at, last_booking_at, member_since, membership_expires_at, search_text, search_grams, sort_name, sort_email",
  contacts: "id, account_id, name, local_name, email, phone, phone_original, is_primary, search_text, search_grams",
  account_identifiers: "account_id, kind, value",
  tags: "id, name, name_key",
  account_tags: "tag_id, account_id",
  custom_field_definitions: "id, entity_type, field_name, field_label, field_type, options",
  custom_field_values: "definition_id, entity_id, account_id, value, number_value",
  consent_records: "id, account_id, channel, purpose, status, source, actor_label, occurred_at",
  notes: "id, entity_type, account_id, body, author_label",
  tasks: "id, title, account_id, status, due_date, due_at, created_by_label",
} as const;

function cellText(cell: Cell): string {
  if (cell === null) return "\\N";
  if (cell instanceof Date) return cell.toISOString();
  if (Array.isArray(cell)) return `{${cell.map((each) => `"${each}"`).join(",")}}`;
  return String(cell);
}

/** Everything of one customer. */
function writeCustomer(write: Write, { organisationId, companyId, accounts, first }: Company, n: number, now: number) {
  const tenant = [organisationId, companyId];
  const number = first + n;
  const id = numbered("acc", number);
  const { searchText, searchGrams, sortName, sortEmail, ...person } = personAt(n, accounts, now);
  const { name, localName, email, phone, language, createdAt, lastActivityAt } = person;
  const { lifeStage, source, lastBookingAt, memberSince, membershipExpiresAt } = person;
  const dates = [createdAt, createdAt, lastActivityAt, lastBookingAt, memberSince, membershipExpiresAt];
  const lookup = [searchText, searchGrams, sortName, sortEmail];
  write("accounts", [
    ...tenant,
    id,
    name,
    localName,
    lifeStage,
    source,
    email,
    phone,
    phone,
    language,
    ...dates,
    ...lookup,
  ]);
  const contact = [numbered("con", number), id, name, localName, email, phone, phone, "t", searchText, searchGrams];
  write("contacts", [...tenant, ...contact]);
  if (email) write("account_identifiers", [...tenant, id, "email", email]);
  if (phone) write("account_identifiers", [...tenant, id, "phone", phone]);
  TAGS.forEach((_, tag) => {
    if (draw(n, 30 + tag, 100) < (TAG_SHARE[tag] ?? 0))
      write("account_tags", [...tenant, numbered("tag", first + tag), id]);
  });
  if (draw(n, 50, 2) === 0) {
    const visits = draw(n, 51, 200);
    write("custom_field_values", [...tenant, numbered("cfd", first), id, id, visits, visits]);
  }
  if (draw(n, 52, 10) < 3) {
    const level = ["Beginner", "Intermediate", "Advanced"][draw(n, 53, 3)] ?? "Beginner";
    write("custom_field_values", [...tenant, numbered("cfd", first + 1), id, id, level, null]);
  }
  if (draw(n, 54, 10) < 3) {
    const status = draw(n, 55, 5) === 0 ? "withdrawn" : "granted";
    const how = ["email", "marketing", status, "web_form", "Bench", createdAt];
    write("consent_records", [...tenant, numbered("cst", number), id, ...how]);
  }
  if (draw(n, 56, 10) < 3)
    write("notes", [...tenant, numbered("note", number), "account", id, `Remark on ${name}`, "Bench"]);
  if (draw(n, 57, 20) === 0) {
    const due = [createdAt.toISOString().slice(0, 10), createdAt];
    write("tasks", [...tenant, numbered("task", number), `Call ${name}`, id, "todo", ...due, "Bench"]);
  }
}

function writeCompany(write: Write, company: Company) {
  const { organisationId, companyId, first } = company;
  const tenant = [organisationId, companyId];
  TAGS.forEach((tag, index) => {
    write("tags", [...tenant, numbered("tag", first + index), tag, tag.toLowerCase()]);
  });
  const visits = ["account", "visits", "Visits", "number", []];
  const level = ["account", "level", "Level", "select", ["Beginner", "Intermediate", "Advanced"]];
  write("custom_field_definitions", [...tenant, numbered("cfd", first), ...visits]);
  write("custom_field_definitions", [...tenant, numbered("cfd", first + 1), ...level]);
}

/** Secondary indexes of the filled tables: made after loading, as a restore does. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid::regclass::text = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [Object.keys(COLUMNS)],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** Fills one big company and `NEIGHBOURS` small organisations beside it; says what took how long. */
export async function fill(
  url: string,
  big: { organisationId: string; companyId: string },
  log: (line: string) => void,
) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const folder = mkdtempSync(path.join(tmpdir(), "favcrm-bench-copy-"));
  // PostgreSQL reads the files itself, as another user when we are root.
  chmodSync(folder, 0o755);
  try {
    const companies = [{ ...big, accounts: ACCOUNTS, first: 0 }, ...(await makeNeighbours(client))];
    await writeFiles(folder, companies);
    log("rows written to files");
    await client.query(
      "SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off",
    );
    const definitions = await dropIndexes(client);
    for (const [table, columns] of Object.entries(COLUMNS)) {
      const { rowCount } = await client.query(
        `COPY ${table} (organisation_id, company_id, ${columns}) FROM '${path.join(folder, table)}'`,
      );
      log(`${table}: ${rowCount} rows`);
    }
    for (const definition of definitions) await client.query(definition);
    log("indexes made");
    await client.query("VACUUM ANALYZE");
    await client.query("CHECKPOINT");
    log("vacuumed and analysed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await client.end();
  }
}

async function makeNeighbours(client: pg.Client): Promise<Company[]> {
  const neighbours = Array.from({ length: NEIGHBOURS }, (_, index) => ({
    organisationId: numbered("org", index + 1),
    companyId: numbered("co", index + 1),
    accounts: NEIGHBOURS_ACCOUNTS,
    first: ACCOUNTS + 1_000 + index * NEIGHBOURS_ACCOUNTS,
  }));
  await client.query(
    `INSERT INTO organisations (id, name, timezone, currency, plan)
     SELECT id, 'Neighbour', 'Asia/Hong_Kong', 'HKD', 'self_hosted' FROM unnest($1::text[]) id`,
    [neighbours.map(({ organisationId }) => organisationId)],
  );
  await client.query(
    `INSERT INTO companies (organisation_id, id, name, country, timezone, currency)
     SELECT o, c, 'Neighbour', 'HK', 'Asia/Hong_Kong', 'HKD' FROM unnest($1::text[], $2::text[]) AS t (o, c)`,
    [neighbours.map(({ organisationId }) => organisationId), neighbours.map(({ companyId }) => companyId)],
  );
  return neighbours;
}

async function writeFiles(folder: string, companies: readonly Company[]): Promise<void> {
  const now = Date.now();
  const streams = new Map(
    Object.keys(COLUMNS).map((table) => [table, createWriteStream(path.join(folder, table), { mode: 0o644 })]),
  );
  let buffers = new Map<string, string[]>();
  const write: Write = (table, cells) => {
    const lines = buffers.get(table) ?? [];
    lines.push(cells.map(cellText).join("\t"));
    buffers.set(table, lines);
  };
  const flush = async () => {
    for (const [table, lines] of buffers) {
      const stream = streams.get(table);
      if (stream && !stream.write(`${lines.join("\n")}\n`)) await once(stream, "drain");
    }
    buffers = new Map();
  };
  for (const company of companies) {
    writeCompany(write, company);
    for (let n = 0; n < company.accounts; n++) {
      writeCustomer(write, company, n, now);
      if (n % 5_000 === 0) await flush();
    }
    await flush();
  }
  for (const stream of streams.values()) {
    stream.end();
    await finished(stream);
  }
}
