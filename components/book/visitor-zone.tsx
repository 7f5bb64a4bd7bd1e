"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect } from "react";

/** Shows a newcomer the times of their own zone, and remembers it here; without scripts the business's zone stays. */
export function VisitorZone({ shown }: { shown: string }) {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  useEffect(() => {
    if (query.has("zone")) return;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === shown) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where many visitors are
    document.cookie = `zone=${encodeURIComponent(own)}; path=/book; max-age=31536000; samesite=lax`;
    const next = new URLSearchParams(query);
    next.set("zone", own);
    router.replace(`${path}?${next}`, { scroll: false });
  }, [router, path, query, shown]);
  return null;
}
