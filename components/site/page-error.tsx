"use client";

import { useEffect, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";

// An error page cannot count on the server, so it carries its few words itself.
const words = {
  en: {
    title: "This page could not be shown",
    body: "Nothing was lost or changed. Try again; if it happens again, give this reference to whoever runs your server.",
    reference: "Reference",
    again: "Try again",
  },
  "zh-Hant": {
    title: "未能顯示這一頁",
    body: "沒有任何資料遺失或改動。請再試一次；如果再次發生，請把這個編號交給伺服器的管理人。",
    reference: "編號",
    again: "再試一次",
  },
};

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Shown in place of a page that failed. */
export function PageError({ error, reset }: Props) {
  const [language, setLanguage] = useState<keyof typeof words>("en");
  useEffect(() => setLanguage(document.documentElement.lang === "zh-Hant" ? "zh-Hant" : "en"), []);
  const t = words[language];
  return (
    <div className="mx-auto grid max-w-md content-center justify-items-start gap-3 px-6 py-20">
      <h1 className="text-xl font-semibold tracking-tight">{t.title}</h1>
      <p className="text-ink-soft">{t.body}</p>
      {error.digest && (
        <p className="text-[13px] text-ink-soft">
          {t.reference}: <code translate="no">{error.digest}</code>
        </p>
      )}
      <button type="button" className={buttonStyle()} onClick={reset}>
        {t.again}
      </button>
    </div>
  );
}
