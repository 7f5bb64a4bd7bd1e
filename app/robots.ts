import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { env } from "@/lib/env";

export default async function robots(): Promise<MetadataRoute.Robots> {
  await connection();
  return {
    rules: { userAgent: "*", allow: ["/$", "/connect", "/docs", "/book/", "/llms.txt"], disallow: "/" },
    sitemap: `${env().appUrl}/sitemap.xml`,
  };
}
