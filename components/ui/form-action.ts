"use client";

import { useActionState, useEffect, useState } from "react";
import { type FormAction, type FormState, idle } from "./form-state";

/** What the server accepts in one request, less what a form has around its files. */
const LARGEST_FILES = 1_000_000;

// What the server cannot say because it was not reached, so the browser carries these words itself.
const words = {
  en: {
    lost: "The server did not answer, so this may not have been saved.",
    lostHint: "What you typed is still here. Check the connection and send it again.",
    tooLarge: "This file is too large to be sent.",
    tooLargeHint: "Choose a smaller one; the limit stands beside the field.",
  },
  "zh-Hant": {
    lost: "伺服器沒有回應，資料可能未有儲存。",
    lostHint: "你輸入的內容仍在這裡。請檢查網絡連線，然後再送出。",
    tooLarge: "這個檔案太大，未能送出。",
    tooLargeHint: "請選擇較小的檔案；上限寫在欄位旁邊。",
  },
};

const ownWords = () => words[document.documentElement.lang === "zh-Hant" ? "zh-Hant" : "en"];

function typed(form: FormData): Record<string, string> {
  const texts = [...form].filter(([name, value]) => typeof value === "string" && !name.startsWith("$ACTION"));
  return Object.fromEntries(texts) as Record<string, string>;
}

function unsent(form: FormData, message: string, hint: string): FormState<never> {
  return { status: "error", message, hint, values: typed(form) };
}

/** Redirects and errors of the server carry a digest; without one, its answer never came. */
const cameFromServer = (error: unknown) => error instanceof Error && "digest" in error;

function guarded<Result>(action: FormAction<Result>): FormAction<Result> {
  return async (state, form) => {
    const { lost, lostHint, tooLarge, tooLargeHint } = ownWords();
    const size = [...form.values()].reduce((sum, value) => sum + (value instanceof File ? value.size : 0), 0);
    if (size > LARGEST_FILES) return unsent(form, tooLarge, tooLargeHint);
    try {
      return await action(state, form);
    } catch (error) {
      if (cameFromServer(error)) throw error;
      return unsent(form, lost, lostHint);
    }
  };
}

/** State and submit function of a form around a server action. When the network fails, the form stays and keeps what was typed. */
export function useFormAction<Result>(action: FormAction<Result>) {
  const [isAwake, setAwake] = useState(false);
  // The first render hands over the action itself, so that the form also works before and without scripts.
  useEffect(() => setAwake(true), []);
  return useActionState<FormState<Result>, FormData>(isAwake ? guarded(action) : action, idle);
}
