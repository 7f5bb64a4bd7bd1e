import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { env } from "@/lib/env";
import { ERROR_CODES } from "@/lib/kernel/errors";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  const errorPages = Object.keys(ERROR_CODES).map((code) => `/docs/errors/${code}`);
  const paths = ["/", "/connect", "/docs", "/docs/tools", "/docs/leaks", ...errorPages];
  return paths.map((path) => ({ url: `${env().appUrl}${path === "/" ? "" : path}` }));
}
