import type { Part } from "../section";
import { comparing } from "./calls";
import { connections, rows, tenants, tools } from "./growth";
import { layers } from "./layers";
import { memory, starts } from "./process";
import { tenancy } from "./tenancy";
import { booking, list, page, read, write } from "./topics";
import { walk } from "./walk";

/** What `npm run bench` measures, in the order of the report. */
export const parts: readonly Part[] = [
  ...[read, write, booking, list, page].map(comparing),
  layers,
  tools,
  rows,
  tenants,
  connections,
  tenancy,
  memory,
  walk,
  starts,
];
