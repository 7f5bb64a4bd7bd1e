"use client";

import { useEffect, useState } from "react";

export type Person = { href: string; name: string; detail: string };

const TYPING_PAUSE_MS = 150;

/** Customers and contacts that fit what is typed, a moment after the last key; the earlier ones stay until then. */
export function usePeople(search: string, isAllowed: boolean): Person[] {
  const [people, setPeople] = useState<Person[]>([]);
  useEffect(() => {
    const query = search.trim();
    if (!isAllowed || query === "") {
      setPeople([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/api/portal/search?query=${encodeURIComponent(query)}`, { signal: stop.signal })
        .then((response) => (response.ok ? response.json() : { items: [] }))
        .then((body: { items: Person[] }) => setPeople(body.items))
        .catch(() => undefined);
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search, isAllowed]);
  return people;
}
