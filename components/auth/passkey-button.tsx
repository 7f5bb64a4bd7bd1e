"use client";

import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button-style";
import type { FormState } from "@/components/ui/form-state";

type Options = Record<string, unknown>;
export type PasskeyLabels = { button: string; failed: string; failedHint: string };

type Props = {
  kind: "authenticate" | "register";
  labels: PasskeyLabels;
  /** Asks the server for a challenge. */
  begin: () => Promise<FormState<{ challengeId: string; options: Options }>>;
  /** Hands the authenticator's answer to the server, which redirects or says what is wrong. */
  finish: (challengeId: string, answer: unknown) => Promise<FormState>;
};

async function askAuthenticator(kind: Props["kind"], options: Options): Promise<unknown> {
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  // The server's library made these options; the browser's library checks their shape.
  const optionsJSON = options as never;
  return kind === "authenticate" ? startAuthentication({ optionsJSON }) : startRegistration({ optionsJSON });
}

/** Signs in with, or adds, a passkey. The authenticator's code loads when the button is first used. */
export function PasskeyButton({ kind, labels, begin, finish }: Props) {
  const [problem, setProblem] = useState<FormState>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    const begun = await begin();
    if (begun.status !== "done" || !begun.result) return setProblem(begun);
    const answer = await askAuthenticator(kind, begun.result.options).catch(() => undefined);
    if (!answer) return setProblem({ status: "error", message: labels.failed, hint: labels.failedHint });
    const finished = await finish(begun.result.challengeId, answer);
    if (finished.status === "error") setProblem(finished);
  };
  return (
    <div className="grid gap-3">
      <button
        type="button"
        className={buttonStyle({ tone: "plain" })}
        aria-disabled={isBusy}
        onClick={() => !isBusy && run().finally(() => setBusy(false))}
      >
        <Fingerprint aria-hidden />
        {labels.button}
      </button>
      {problem?.message && (
        <Alert tone="danger" hint={problem.hint}>
          {problem.message}
        </Alert>
      )}
    </div>
  );
}
