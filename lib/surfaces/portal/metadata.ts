import "server-only";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { MessageKey } from "./form";

/** Makes a page's `generateMetadata`: its title in the reader's language. */
export function titled(key: MessageKey): () => Promise<Metadata> {
  return async () => ({ title: (await getTranslations())(key) });
}
