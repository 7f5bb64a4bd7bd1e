"use client";

import { LoaderCircle, Upload } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";

type Props = {
  maxBytes: number;
  labels: { choose: string; help: string; send: string; sending: string; tooLarge: string };
};

/** Takes a dropped or chosen file; the browser's own control does both, so it works before any script has loaded. */
export function UploadForm({ maxBytes, labels }: Props) {
  const [isSending, setSending] = useState(false);
  function check(event: ChangeEvent<HTMLInputElement>): void {
    const [file] = event.target.files ?? [];
    event.target.setCustomValidity(file && file.size > maxBytes ? labels.tooLarge : "");
    event.target.reportValidity();
  }
  return (
    <form
      method="post"
      action="/api/uploads"
      encType="multipart/form-data"
      className="grid gap-3"
      onSubmit={() => setSending(true)}
    >
      <label className="grid gap-2 text-[13px] font-medium">
        {labels.choose}
        <input
          type="file"
          name="file"
          required
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          onChange={check}
          aria-describedby="upload-help"
          className="w-full cursor-pointer rounded-lg border-2 border-dashed border-line-strong bg-sunken px-4 py-10 text-sm font-normal hover:bg-hover file:mr-3 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-surface file:px-3 file:py-1.5 file:text-ink"
        />
      </label>
      <p id="upload-help" className="text-[13px] text-ink-soft">
        {labels.help}
      </p>
      <div>
        <button type="submit" aria-disabled={isSending} className={buttonStyle({ tone: "primary" })}>
          {isSending ? <LoaderCircle aria-hidden className="animate-spin" /> : <Upload aria-hidden />}
          {isSending ? labels.sending : labels.send}
        </button>
      </div>
    </form>
  );
}
