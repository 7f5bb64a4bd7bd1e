"use client";

import { useEffect, useState } from "react";
import type { BuilderLabels } from "./builder-labels";

const PAUSE_MS = 350;

type Answer = { text: string; isExact: boolean };
type Props = { criteria: string | null; source: string; labels: BuilderLabels };

/** How many customers match, asked anew after each pause in editing. `criteria` is JSON, empty for everybody, null while unfinished. */
export function LiveCount({ criteria, source, labels }: Props) {
  const [answer, setAnswer] = useState<Answer>();
  const [isAsking, setAsking] = useState(true);
  useEffect(() => {
    if (criteria === null) return;
    const stop = new AbortController();
    setAsking(true);
    const timer = setTimeout(() => {
      const body = JSON.stringify({ criteria: criteria === "" ? null : JSON.parse(criteria) });
      fetch(source, { method: "POST", body, headers: { "content-type": "application/json" }, signal: stop.signal })
        .then(async (response) => setAnswer(response.ok ? await response.json() : undefined))
        .then(() => setAsking(false))
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [criteria, source]);
  const text = answer?.text ?? (isAsking ? labels.counting : labels.uncounted);
  return (
    <p role="status" className="text-sm font-medium" aria-busy={isAsking && criteria !== null}>
      {criteria === null ? labels.incomplete : text}
    </p>
  );
}
