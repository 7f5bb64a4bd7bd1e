import { statSync } from "node:fs";
import { operations } from "@/lib/operations";
import type { Program } from "../programs";
import type { Scene } from "../section";
import { SERVICES_EACH, WORKSPACES } from "../stage";
import { type Kind, type Subject, subjectOf } from "../subjects";
import { atLeast, steady } from "../targets";
import type { Topic } from "./calls";

const LIMIT = "bare node:http + pg (the limit)";
const FLOOR = "Next route handler + pg (the floor)";
const USUAL = "mcp-handler, registerTool per request, Prisma (the usual way)";
const ADAPTER = "SDK's own adapter for node:http, schemas made once, Prisma";

type Row = [kind: Kind, id: string, title: string, program: (cast: Scene["cast"]) => Promise<Program>, path: string];

async function cast({ stage, cast }: Scene, rows: readonly Row[]): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const [kind, id, title, program, path] of rows)
    subjects.push(subjectOf(stage, kind, id, title, await program(cast), path));
  return subjects;
}

/** The same tool behind each way of offering it. */
const everyWay = (scene: Scene, kind: Kind): Promise<Subject[]> =>
  cast(scene, [
    [kind, "bare", LIMIT, ({ bare }) => bare(), "/mcp"],
    [kind, "floor", FLOOR, ({ floor }) => floor(), "/mcp"],
    [kind, "ours", "FavCRM", ({ product }) => product(), "/mcp"],
    ...(kind === "read" ? [behindNext] : []),
    [kind, "adapter", ADAPTER, ({ adapter }) => adapter(), "/mcp"],
    [kind, "usual", USUAL, ({ usual }) => usual(), "/usual"],
  ]);

const behindNext: Row = ["read", "route", "FavCRM behind a Next route", ({ floor }) => floor(), "/ours"];

export const read: Topic = {
  name: "read",
  heading: "A read: list_services with a key",
  lead: () => `One key look-up and one page of 20 services out of ${(WORKSPACES * SERVICES_EACH).toLocaleString("en")} in ${WORKSPACES} workspaces. FavCRM also checks Host, Origin and body,
authorizes, validates, binds the tenant, strips the answer and records the call; the floor and the limit do nothing but two
statements and JSON.`,
  ours: "ours",
  subjects: (scene) => everyWay(scene, "read"),
  judge: (rounds) => [
    atLeast(rounds, "list_services with a key, by the floor", ["ours", "floor"], 1.2),
    atLeast(rounds, "… by the usual way", ["ours", "usual"], 5),
    steady(rounds, "… 8 calls at a time", "ours"),
  ],
};

export const write: Topic = {
  name: "write",
  heading: "A write: create_note",
  lead: () => `A note about one of 200 customers, in one transaction with the customer's last activity and the row of the audit trail, which
the floor and the limit write as well. The usual way and the adapter write no trail.`,
  ours: "ours",
  subjects: (scene) => everyWay(scene, "write"),
  judge: (rounds) => [
    atLeast(rounds, "create_note, by the floor", ["ours", "floor"], 1),
    steady(rounds, "… 8 calls at a time", "ours"),
  ],
};

export const booking: Topic = {
  name: "booking",
  heading: "A booking: create_booking",
  lead: () => `A free quarter of an hour of a service for a known customer. FavCRM works out the free times of the day from opening hours,
closures, classes and bookings, and obeys the company's settings; the others ask whether the service, the customer and the
time are there, and write the same rows (the usual way and the adapter without a trail).`,
  ours: "ours",
  subjects: (scene) => everyWay(scene, "booking"),
  judge: (rounds) => [steady(rounds, "create_booking, 8 calls at a time", "ours")],
};

export const list: Topic = {
  name: "list",
  heading: "tools/list",
  lead: ({ stage }) =>
    `Without a key, as a newcomer asks; one line adds the key's look-up. ${operations.length} tools, ${statSync(stage.constantFile).size.toLocaleString("en")} bytes.`,
  ours: "ours",
  subjects: (scene) =>
    cast(scene, [
      ["list", "bare", "bare node:http, a constant (the limit)", ({ bare }) => bare(), "/constant"],
      ["list", "floor", "Next route handler, a constant (the floor)", ({ floor }) => floor(), "/constant"],
      ["open-list", "ours", "FavCRM", ({ product }) => product(), "/mcp"],
      ["list", "keyed", "FavCRM, with a key to look up", ({ product }) => product(), "/mcp"],
      [
        "open-list",
        "adapter",
        "SDK's own adapter for node:http, schemas made once",
        ({ adapter }) => adapter(),
        "/mcp",
      ],
      ["open-list", "usual", "mcp-handler, registerTool per request (the usual way)", ({ usual }) => usual(), "/usual"],
    ]),
  judge: (rounds) => [
    atLeast(rounds, "tools/list, by a handler with constant bytes", ["ours", "floor"], 2),
    atLeast(rounds, "… by the usual way", ["ours", "usual"], 5),
    steady(rounds, "… 8 calls at a time", "ours"),
  ],
};

export const page: Topic = {
  name: "page",
  heading: "A page of the portal: /services",
  lead: () => `The list of services for a signed-in person. FavCRM renders the whole portal around it (menus, search, filters, texts in
the reader's language) with a policy of its own for scripts; the floor and the limit render a bare table of the same rows.`,
  ours: "ours",
  subjects: (scene) =>
    cast(scene, [
      ["page", "bare", "bare node:http + pg, a table (the limit)", ({ bare }) => bare(), "/services"],
      ["page", "floor", "Next page + pg, a table (the floor)", ({ floor }) => floor(), "/services"],
      ["page", "ours", "FavCRM", ({ product }) => product(), "/services"],
    ]),
  judge: (rounds) => [steady(rounds, "/services, 8 calls at a time", "ours")],
};
