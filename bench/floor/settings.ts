import { readFileSync } from "node:fs";

// This application is no part of the product; the benchmark hands it everything in one variable.
const settings = JSON.parse(process.env.FAVCRM_BENCH ?? "{}") as { databaseUrl?: string; constantFile?: string };

export const databaseUrl = settings.databaseUrl ?? "";
export const constant = () => readFileSync(settings.constantFile ?? "", "utf8");
