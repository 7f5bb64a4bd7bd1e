import "server-only";
import { z } from "zod";
import { limitUse } from "@/lib/auth/limits";
import { authenticationOptions } from "@/lib/auth/passkeys";
import { assertSignInPossible } from "@/lib/auth/sessions";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { challengeOf } from "./begin-passkey-registration";
import { challengeView } from "./passkey";

const PER_MINUTE = 60;

export const beginPasskeySignIn = defineSystemOperation({
  name: "begin_passkey_sign_in",
  title: "Sign in with a passkey: begin",
  description: "Makes the challenge that a passkey answers. It names nobody: the browser offers the passkeys it has.",
  area: "organisation",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: challengeView,
  renderType: "record",
  summary: () => "Waiting for a passkey",
  undo: { none: "The challenge expires by itself." },

  async admit({ caller }) {
    assertSignInPossible();
    await limitUse("passkey-sign-in", caller.ip ?? "unknown", PER_MINUTE, 60);
  },

  run: async ({ system }) => challengeOf(await authenticationOptions(system, "authenticate", null)),
});
