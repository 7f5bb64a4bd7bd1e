import { defineConfig } from "prisma/config";

// The address matters only to people who run Prisma's own commands by hand; the product never does.
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL ?? "" },
});
