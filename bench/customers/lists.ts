import { execute } from "@/lib/kernel/execute";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { needleOf } from "@/lib/operations/accounts/search-text";
import { hasTag, pageForms, tagPage } from "./by-hand";
import { type Case, tag } from "./case";
import { ACCOUNTS } from "./fill";
import { draw, numbered, personAt } from "./people";

const PAGE = 50;
/** The one more that says whether there is a next page. */
const READ = PAGE + 1;
const NEWEST = "a.id DESC";
const BY_NAME = "a.sort_name, a.id";

const idsOf = (items: readonly { id?: unknown }[]) => items.slice(0, PAGE).map(({ id }) => id);

function list(
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
    ofAnswer: (answer) => idsOf((answer as { items: { id: string }[] }).items),
    ofRows: idsOf,
  };
}

const filtered = (where: string, order = NEWEST) => pageForms({ where, order, limit: READ });
const middle = numbered("acc", ACCOUNTS / 2);

const lists: Case[] = [
  list("Customers, newest first", () => ({}), filtered("true")),
  list(
    "Customers by name, a page in the middle",
    () => ({ sort: "name", cursor: middle }),
    filtered(
      `(a.sort_name, a.id) > (SELECT sort_name, id FROM accounts
        WHERE organisation_id = $1 AND company_id = $2 AND id = '${middle}')`,
      BY_NAME,
    ),
  ),
  list(
    "Filter: life stage and source, by name",
    (round) => ({ lifeStage: ["lead", "vip", "churned", "active"][round % 4], source: "online", sort: "name" }),
    filtered("a.life_stage = $3 AND a.source = 'online'", BY_NAME),
    ({ lifeStage }) => [lifeStage],
  ),
  list(
    "Filter: one tag",
    (round) => ({ tagIds: [tag(round % 8)] }),
    [...filtered(hasTag("$3")), tagPage(READ)],
    ({ tagIds }) => tagIds as string[],
  ),
  list(
    "Filter: not seen for 400 days, with bookings",
    () => ({ inactiveDays: 400, hasBooking: true }),
    filtered("a.last_activity_at < now() - interval '400 days' AND a.last_booking_at IS NOT NULL"),
  ),
  list(
    "Filter: tag, life stage and inactivity",
    (round) => ({ tagIds: [tag([4, 7, 5][round % 3] ?? 4)], lifeStage: "vip", inactiveDays: 300 }),
    filtered(`a.life_stage = 'vip' AND a.last_activity_at < now() - interval '300 days' AND ${hasTag("$3")}`),
    ({ tagIds }) => tagIds as string[],
  ),
];

const HOLDS = "a.search_text LIKE ALL ($3) AND a.search_grams @> $4";

function search(title: string, needle: (round: number) => string, more: Record<string, unknown> = {}, where = HOLDS) {
  return list(
    title,
    (round) => ({ search: needle(round), ...more }),
    filtered(where),
    ({ search: text }) => {
      const { patterns, grams } = needleOf(String(text)) ?? { patterns: [], grams: [] };
      return [patterns, grams];
    },
  );
}

/** Somebody in the middle of the list. */
const person = (round: number) => personAt(draw(round, 90, ACCOUNTS), ACCOUNTS, Date.now());
const phoneOf = (round: number) => `${draw(round, 91, ACCOUNTS)}`.padStart(7, "0");

const LATIN = ["chan", "wong", "margaret", "fitzgerald", "nakamura", "sebastian", "kowalski", "o'brien"];
const CHINESE = ["陳大", "志明", "張美", "詩雅", "李俊", "思穎", "黃國", "慧敏"];
const latin = (round: number) => LATIN[round % LATIN.length] ?? "";

const searches: Case[] = [
  search("Search: part of a Latin name", latin),
  search("Search: two Chinese characters", (round) => CHINESE[round % CHINESE.length] ?? ""),
  search("Search: part of a phone", (round) => phoneOf(round).slice(1)),
  search("Search: part of a mail", (round) => person(round).sortEmail.slice(2, 14) || "smith12345"),
  search("Search: a whole name, two words", (round) => person(round).sortName),
  search("Search: nobody", (round) => `zzqx${round}`),
  search("Search and filter: Latin name, life stage", latin, { lifeStage: "vip" }, `${HOLDS} AND a.life_stage = 'vip'`),
];

/** Pages of customers, filtered and searched. */
export const LISTS: readonly Case[] = [...lists, ...searches];
