import { numbered } from "./people";

/** The best SQL we know for what the operations answer, without row-level security. $1 and $2 are the tenant. */

export const LIVE = "a.organisation_id = $1 AND a.company_id = $2 AND a.deleted_at IS NULL";

/** Rows of `table` that belong to the customer `a`. */
const of = (alias: string) =>
  `${alias}.organisation_id = a.organisation_id AND ${alias}.company_id = a.company_id AND ${alias}.account_id = a.id`;
const TAGS = `(SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color)) FROM account_tags x
  JOIN tags t ON t.organisation_id = x.organisation_id AND t.company_id = x.company_id AND t.id = x.tag_id
  WHERE ${of("x")} AND t.deleted_at IS NULL) AS tags`;

export interface Page {
  where: string;
  order: string;
  limit: number;
}

/** A page as one would write it. */
const inOneGo = ({ where, order, limit }: Page) =>
  `SELECT a.*, ${TAGS} FROM accounts a WHERE ${LIVE} AND ${where} ORDER BY ${order} LIMIT ${limit}`;

/** The ids of the page first, if possible from an index alone; then the rows of these few. */
const idsFirst = ({ where, order, limit }: Page) =>
  `WITH page AS MATERIALIZED (SELECT a.id FROM accounts a WHERE ${LIVE} AND ${where} ORDER BY ${order} LIMIT ${limit})
   SELECT a.*, ${TAGS} FROM accounts a WHERE ${LIVE} AND a.id IN (SELECT id FROM page) ORDER BY ${order}`;

/** Every hit of an index first, whatever the planner thinks of reading in the list's order instead. */
const hitsFirst = ({ where, order, limit }: Page) =>
  `WITH hits AS MATERIALIZED (SELECT a.* FROM accounts a WHERE ${LIVE} AND ${where}),
   page AS MATERIALIZED (SELECT * FROM hits a ORDER BY ${order} LIMIT ${limit})
   SELECT a.*, ${TAGS} FROM page a ORDER BY ${order}`;

/** The forms of a page that are worth trying. */
export const pageForms = (page: Page): string[] => [inOneGo(page), idsFirst(page), hitsFirst(page)];

/** The customers of a tag are in the order of their ids already. */
export const tagPage = (limit: number) =>
  `SELECT a.*, ${TAGS} FROM (SELECT x.account_id FROM account_tags x WHERE x.organisation_id = $1 AND x.company_id = $2
    AND x.tag_id = $3 ORDER BY x.account_id DESC LIMIT ${limit}) AS hits
   JOIN accounts a ON ${LIVE} AND a.id = hits.account_id ORDER BY a.id DESC`;

/** `tag` is a parameter or a quoted id. */
export const hasTag = (tag: string) => `EXISTS (SELECT FROM account_tags x WHERE ${of("x")} AND x.tag_id = ${tag})`;

export const visits = (comparison: string) =>
  `EXISTS (SELECT FROM custom_field_values v WHERE ${of("v")} AND v.definition_id = '${numbered("cfd", 0)}'
   AND v.number_value ${comparison})`;

export const MAY_BE_MAILED = `EXISTS (SELECT FROM consent_records r WHERE ${of("r")} AND r.is_current AND r.channel = 'email'
  AND r.purpose = 'marketing' AND r.status = 'granted')`;

/** A count as exact as the operation's: beyond 100,000 nobody has to go on. */
export const countForms = (where: string): string[] => [
  `SELECT count(*)::int AS count FROM (SELECT FROM accounts a WHERE ${LIVE} AND ${where} LIMIT 100001) AS matches`,
  `SELECT count(*)::int AS count FROM accounts a WHERE ${LIVE} AND ${where}`,
];

const belonging = (table: string, alias: string, more = "") =>
  `coalesce((SELECT json_agg(${alias}.*) FROM ${table} ${alias} WHERE ${of(alias)} ${more}), '[]') AS ${table}`;

/** Everything of one customer in one statement; $3 is the id. */
export const PROFILE = `SELECT a.*, coalesce((SELECT json_agg(t.*) FROM account_tags x
    JOIN tags t ON t.organisation_id = x.organisation_id AND t.company_id = x.company_id AND t.id = x.tag_id
    WHERE ${of("x")} AND t.deleted_at IS NULL), '[]') AS tags,
  ${belonging("account_identifiers", "i")},
  ${belonging("contacts", "c", "AND c.deleted_at IS NULL")},
  ${belonging("consent_records", "r", "AND r.is_current")},
  ${belonging("tasks", "k", "AND k.deleted_at IS NULL AND k.status IN ('todo', 'in_progress')")},
  coalesce((SELECT json_agg(n.*) FROM (SELECT * FROM notes n WHERE ${of("n")} AND n.deleted_at IS NULL
    ORDER BY n.id DESC LIMIT 10) AS n), '[]') AS notes,
  coalesce((SELECT json_agg(json_build_object('id', d.id, 'name', d.name, 'stage', s.name)) FROM deals d
    JOIN pipeline_stages s ON s.organisation_id = d.organisation_id AND s.company_id = d.company_id AND s.id = d.stage_id
    WHERE ${of("d")} AND d.deleted_at IS NULL AND s.outcome = 'open'), '[]') AS deals,
  coalesce((SELECT json_agg(json_build_object('id', g.id, 'name', g.name)) FROM segment_members m
    JOIN segments g ON g.organisation_id = m.organisation_id AND g.company_id = m.company_id AND g.id = m.segment_id
    WHERE ${of("m")} AND g.deleted_at IS NULL), '[]') AS segments,
  coalesce((SELECT json_agg(json_build_object('field', f.field_name, 'label', f.field_label, 'value', v.value))
    FROM (SELECT * FROM custom_field_values v WHERE ${of("v")} OFFSET 0) AS v
    JOIN custom_field_definitions f ON f.organisation_id = v.organisation_id AND f.company_id = v.company_id
    AND f.id = v.definition_id WHERE f.deleted_at IS NULL), '[]') AS fields
  FROM accounts a WHERE a.organisation_id = $1 AND a.company_id = $2 AND a.id = $3`;
