"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

const ATTRIBUTE = "data-live";
const SHORTEST_GAP_MS = 700;

type Props = { source: string; labels: { live: string; paused: string } };

/** Listens for server-sent events and has the page rendered anew when something happened. */
export function LiveRefresh({ source, labels }: Props) {
  const router = useRouter();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    const stream = new EventSource(source);
    let timer: ReturnType<typeof setTimeout> | undefined;
    stream.onopen = () => {
      setLive(true);
      document.documentElement.setAttribute(ATTRIBUTE, "");
    };
    stream.onerror = () => setLive(false);
    stream.addEventListener("activity", () => {
      // Many calls in a burst become one rendering.
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, SHORTEST_GAP_MS);
    });
    // The session ended or may no longer see this: rendered anew, the page leads where that is said.
    stream.addEventListener("end", () => {
      stream.close();
      setLive(false);
      router.refresh();
    });
    return () => {
      clearTimeout(timer);
      stream.close();
      document.documentElement.removeAttribute(ATTRIBUTE);
    };
  }, [source, router]);
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-[13px] text-ink-soft">
      <span aria-hidden className={`size-2 rounded-full ${isLive ? "bg-jade" : "bg-line-strong"}`} />
      {isLive ? labels.live : labels.paused}
    </span>
  );
}
