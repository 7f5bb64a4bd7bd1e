import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { getMemberProfile } from "@/lib/operations/accounts/get-member-profile";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { previewSegmentCount } from "@/lib/operations/segments/preview-segment-count";
import { ACCOUNTS } from "./fill";
import { draw, numbered, personAt } from "./people";

/** Two tenant columns, then what the case asks for. */
export type Values = readonly unknown[];

export interface Case {
  title: string;
  /** What it is asked about, differing from round to round. */
  input: (round: number) => Record<string, unknown>;
  ask: (caller: Caller, input: Record<string, unknown>) => Promise<unknown>;
  /** The same answer by hand, in every form worth trying; the fastest counts. $1 and $2 are the tenant. */
  statements: readonly string[];
  values: (input: Record<string, unknown>) => Values;
  /** What both must agree on: ids in order, or a number; null where the operation may estimate. */
  ofAnswer: (answer: unknown) => unknown;
  ofRows: (rows: readonly Record<string, unknown>[]) => unknown;
}

const LIVE = "a.organisation_id = $1 AND a.company_id = $2 AND a.deleted_at IS NULL";
const TAGS_OF = `(SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color)) FROM account_tags x
  JOIN tags t ON t.organisation_id = x.organisation_id AND t.company_id = x.company_id AND t.id = x.tag_id
  WHERE x.organisation_id = a.organisation_id AND x.company_id = a.company_id AND x.account_id = a.id
    AND t.deleted_at IS NULL) AS tags`;
const page = (conditions: string, order: string, limit: number) =>
  `SELECT a.*, ${TAGS_OF} FROM accounts a WHERE ${LIVE} AND ${conditions} ORDER BY ${order} LIMIT ${limit + 1}`;
/** The hits of an index first, whatever the planner thinks of reading newest first instead. */
const found = (conditions: string, order: string, limit: number) =>
  `WITH hits AS MATERIALIZED (SELECT a.id FROM accounts a WHERE ${LIVE} AND ${conditions})
   SELECT a.*, ${TAGS_OF} FROM accounts a WHERE ${LIVE}
   AND a.id IN (SELECT id FROM hits ORDER BY ${order.replace("a.", "")} LIMIT ${limit + 1}) ORDER BY ${order}`;

const ids = (items: readonly { id?: unknown }[], most: number) => items.slice(0, most).map(({ id }) => id);
const PAGE = 50;
const HAS_TAG = `EXISTS (SELECT FROM account_tags x WHERE x.organisation_id = a.organisation_id
  AND x.company_id = a.company_id AND x.account_id = a.id AND x.tag_id = $3)`;
const tag = (index: number) => numbered("tag", index);

function members(
  title: string,
  input: Case["input"],
  statements: readonly string[],
  values: Case["values"] = () => [],
): Case {
  return {
    title,
    input: (round) => ({ limit: PAGE, ...input(round) }),
    ask: async (caller, asked) => (await execute(searchMembers, caller, asked)).data,
    statements,
    values,
    ofAnswer: (answer) => ids((answer as { items: { id: string }[] }).items, PAGE),
    ofRows: (rows) => ids(rows, PAGE),
  };
}

const person = (round: number) => personAt(draw(round, 90, ACCOUNTS), ACCOUNTS, Date.now());
const search = (title: string, needle: (round: number) => string, pattern: (text: string) => string) =>
  members(
    title,
    (round) => ({ search: needle(round) }),
    [page("a.search_text LIKE $3", "a.id DESC", PAGE), found("a.search_text LIKE $3", "a.id DESC", PAGE)],
    ({ search: text }) => [pattern(String(text))],
  );
const holding = (text: string) => `%${text}%`;

/** Somebody's phone, somewhere in the middle of the list. */
const numberOf = (round: number) => `${draw(round, 91, ACCOUNTS)}`.padStart(7, "0");

const LATIN = ["chan", "wong", "margaret", "fitzgerald", "nakamura", "sebastian", "kowalski", "o'brien"];
const CHINESE = ["陳大", "志明", "張美", "詩雅", "李俊", "思穎", "黃國", "慧敏"];

function segment(title: string, criteria: (round: number) => unknown, where: string): Case {
  return {
    title,
    input: (round) => ({ criteria: criteria(round) }),
    ask: async (caller, asked) => (await execute(previewSegmentCount, caller, asked)).data,
    statements: [
      `SELECT count(*)::int AS count FROM (SELECT FROM accounts a WHERE ${LIVE} AND ${where} LIMIT 100001) AS matches`,
      `SELECT count(*)::int AS count FROM accounts a WHERE ${LIVE} AND ${where}`,
    ],
    values: () => [],
    ofAnswer: (answer) => {
      const { count, isExact } = answer as { count: number; isExact: boolean };
      return isExact ? count : null;
    },
    ofRows: (rows) => rows[0]?.count,
  };
}

const TAGGED = (index: number) => HAS_TAG.replace("$3", `'${tag(index)}'`);
const visits = (op: string) => `EXISTS (SELECT FROM custom_field_values v WHERE v.organisation_id = a.organisation_id
  AND v.company_id = a.company_id AND v.account_id = a.id AND v.definition_id = '${numbered("cfd", 0)}' AND v.number_value ${op})`;

const belonging = (table: string, alias: string, more = "") =>
  `coalesce((SELECT json_agg(${alias}.*) FROM ${table} ${alias} WHERE ${alias}.organisation_id = a.organisation_id
    AND ${alias}.company_id = a.company_id AND ${alias}.account_id = a.id ${more}), '[]') AS ${table}`;
const PROFILE = `SELECT a.*, ${TAGS_OF},
  ${belonging("contacts", "c", "AND c.deleted_at IS NULL")},
  ${belonging("consent_records", "r", "AND r.is_current")},
  ${belonging("tasks", "k", "AND k.deleted_at IS NULL AND k.status IN ('todo', 'in_progress')")},
  coalesce((SELECT json_agg(n.*) FROM (SELECT * FROM notes n WHERE n.organisation_id = a.organisation_id
    AND n.company_id = a.company_id AND n.account_id = a.id AND n.deleted_at IS NULL ORDER BY n.id DESC LIMIT 10) AS n), '[]') AS notes,
  coalesce((SELECT json_agg(json_build_object('name', d.name, 'stage', s.name)) FROM deals d
    JOIN pipeline_stages s ON s.organisation_id = d.organisation_id AND s.company_id = d.company_id AND s.id = d.stage_id
    WHERE d.organisation_id = a.organisation_id AND d.company_id = a.company_id AND d.account_id = a.id
    AND d.deleted_at IS NULL AND s.outcome = 'open'), '[]') AS deals,
  coalesce((SELECT json_agg(json_build_object('id', g.id, 'name', g.name)) FROM segment_members m
    JOIN segments g ON g.organisation_id = m.organisation_id AND g.company_id = m.company_id AND g.id = m.segment_id
    WHERE m.organisation_id = a.organisation_id AND m.company_id = a.company_id AND m.account_id = a.id
    AND g.deleted_at IS NULL), '[]') AS segments,
  coalesce((SELECT json_agg(json_build_object('field', f.field_name, 'label', f.field_label, 'value', v.value)) FROM custom_field_values v
    JOIN custom_field_definitions f ON f.organisation_id = v.organisation_id AND f.company_id = v.company_id AND f.id = v.definition_id
    WHERE v.organisation_id = a.organisation_id AND v.company_id = a.company_id AND v.account_id = a.id
    AND f.deleted_at IS NULL), '[]') AS field_values
  FROM accounts a WHERE a.organisation_id = $1 AND a.company_id = $2 AND a.id = $3`;

export const CASES: readonly Case[] = [
  members("Customers, first page, newest first", () => ({}), [page("true", "a.id DESC", PAGE)]),
  members("Customers by name, page 2", () => ({ sort: "name", cursor: numbered("acc", 500_000) }), [
    page(
      `(a.sort_name, a.id) > (SELECT sort_name, id FROM accounts WHERE organisation_id = $1 AND company_id = $2 AND id = '${numbered("acc", 500_000)}')`,
      "a.sort_name, a.id",
      PAGE,
    ),
  ]),
  members(
    "Filter: life stage and source, by name",
    (round) => ({ lifeStage: ["lead", "vip", "churned", "active"][round % 4], source: "online", sort: "name" }),
    [page("a.life_stage = $3 AND a.source = 'online'", "a.sort_name, a.id", PAGE)],
    ({ lifeStage }) => [lifeStage],
  ),
  members(
    "Filter: one tag",
    (round) => ({ tagIds: [tag(round % 8)] }),
    [
      page(HAS_TAG, "a.id DESC", PAGE),
      `SELECT a.*, ${TAGS_OF} FROM (SELECT x.account_id FROM account_tags x WHERE x.organisation_id = $1 AND x.company_id = $2
        AND x.tag_id = $3 ORDER BY x.account_id DESC LIMIT ${PAGE + 1}) AS hits
        JOIN accounts a ON ${LIVE} AND a.id = hits.account_id ORDER BY a.id DESC`,
    ],
    ({ tagIds }) => tagIds as string[],
  ),
  members("Filter: not seen for 400 days, with bookings", () => ({ inactiveDays: 400, hasBooking: true }), [
    page("a.last_activity_at < now() - interval '400 days' AND a.last_booking_at IS NOT NULL", "a.id DESC", PAGE),
  ]),
  members(
    "Filter: tag, life stage and inactivity",
    (round) => ({ tagIds: [tag([4, 7, 5][round % 3] ?? 4)], lifeStage: "vip", inactiveDays: 300 }),
    [
      page(
        `a.life_stage = 'vip' AND a.last_activity_at < now() - interval '300 days' AND ${HAS_TAG}`,
        "a.id DESC",
        PAGE,
      ),
    ],
    ({ tagIds }) => tagIds as string[],
  ),
  search("Search: part of a Latin name", (round) => LATIN[round % 8] ?? "", holding),
  members(
    "Search: two Chinese characters",
    (round) => ({ search: CHINESE[round % 8] }),
    [page("a.search_grams @> ARRAY[$3]", "a.id DESC", PAGE), found("a.search_grams @> ARRAY[$3]", "a.id DESC", PAGE)],
    ({ search: text }) => [text],
  ),
  search("Search: part of a phone", (round) => numberOf(round).slice(1), holding),
  search("Search: part of a mail", (round) => person(round).sortEmail.slice(2, 14) || "smith12345", holding),
  search("Search: a whole name, two words", (round) => person(round).sortName, holding),
  search("Search: nobody", (round) => `zzqx${round}`, holding),
  members(
    "Search and filter: Latin name, life stage",
    (round) => ({ search: LATIN[round % 8], lifeStage: "vip" }),
    [
      page("a.search_text LIKE $3 AND a.life_stage = 'vip'", "a.id DESC", PAGE),
      found("a.search_text LIKE $3 AND a.life_stage = 'vip'", "a.id DESC", PAGE),
    ],
    ({ search: text }) => [holding(String(text))],
  ),
  segment("Segment: everybody", () => null, "true"),
  segment(
    "Segment: active, away for 60 days, tagged",
    () => ({
      all: [
        { field: "lifeStage", op: "is", value: "active" },
        { field: "lastActivityAt", op: "older_than_days", value: 60 },
        { field: "tags", op: "has_any", value: ["Yoga"] },
      ],
    }),
    `a.life_stage = 'active' AND a.last_activity_at < now() - interval '60 days' AND ${TAGGED(0)}`,
  ),
  segment(
    "Segment: VIP, tagged rarely, many visits",
    () => ({
      all: [
        { field: "lifeStage", op: "is", value: "vip" },
        { field: "tags", op: "has_any", value: ["Rare", "Corporate"] },
        { field: "custom.visits", op: "gt", value: 150 },
      ],
    }),
    `a.life_stage = 'vip' AND (${TAGGED(7)} OR ${TAGGED(4)}) AND ${visits("> 150")}`,
  ),
  segment(
    "Segment: left, but may be mailed",
    () => ({
      all: [
        { field: "lifeStage", op: "is", value: "churned" },
        { field: "consent.email.marketing", op: "is", value: "granted" },
      ],
    }),
    `a.life_stage = 'churned' AND EXISTS (SELECT FROM consent_records r WHERE r.organisation_id = a.organisation_id
      AND r.company_id = a.company_id AND r.account_id = a.id AND r.is_current AND r.channel = 'email'
      AND r.purpose = 'marketing' AND r.status = 'granted')`,
  ),
  {
    title: "Customer page",
    input: (round) => ({ accountId: numbered("acc", draw(round, 92, ACCOUNTS)) }),
    ask: async (caller, asked) => (await execute(getMemberProfile, caller, asked)).data,
    statements: [PROFILE],
    values: ({ accountId }) => [accountId],
    ofAnswer: (answer) => (answer as { account: { id: string } }).account.id,
    ofRows: (rows) => rows[0]?.id,
  },
];
