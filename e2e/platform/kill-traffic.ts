import { setTimeout as sleep } from "node:timers/promises";
import { mailsTo, post, type Target } from "../support/server";
import { randomMailbox } from "../support/workspace";

/** The answer's data when the call was acknowledged; undefined when it was refused or nobody was there any more. */
async function acknowledged<Data>(name: string, args: object, target: Target): Promise<Data | undefined> {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  try {
    const response = await post(body, target);
    const { result } = (await response.json()) as {
      result?: { isError?: boolean; structuredContent?: { data?: Data } };
    };
    return result?.isError ? undefined : result?.structuredContent?.data;
  } catch {
    return undefined;
  }
}

/** What the callers were told is done: ids of records, and whole keys that must be alive or dead. */
export const promised = {
  services: new Set<string>(),
  bookings: new Set<string>(),
  requests: new Set<string>(),
  workspaces: new Set<string>(),
  revoked: new Set<string>(),
};

export type Kind = keyof typeof promised;

export const KINDS = Object.keys(promised) as Kind[];

/** Where and when bookings go: a newer service each time one was made, so that no day fills up. */
export interface Scene {
  target: Target;
  serviceId: string;
  day: string;
  isOver: boolean;
}

const signUp = () => ({ email: randomMailbox(), organisationName: "Killed Yoga", country: "HK" });

const requestCode = (args: object, target: Target) =>
  acknowledged<{ requestId: string }>("register_organisation_request", args, target).then((data) => data?.requestId);

/** The code of a mail, while the traffic lasts; undefined when the server went away first. */
async function codeFor(email: string, scene: Scene): Promise<string | undefined> {
  while (!scene.isOver) {
    const mails = await mailsTo(email, scene.target.url).catch(() => undefined);
    const code = mails?.find((mail) => mail.code)?.code;
    if (code) return code;
    await sleep(20);
  }
  return undefined;
}

/** One deed of each kind, told by what comes back of it when it was acknowledged. */
const DEEDS: Record<Kind, (scene: Scene, turn: number) => Promise<string | undefined>> = {
  async services(scene) {
    const args = { name: `S ${Math.random()}`, durationMinutes: 30 };
    const made = await acknowledged<{ id: string }>("create_service", args, scene.target);
    scene.serviceId = made?.id ?? scene.serviceId;
    return made?.id;
  },
  async bookings({ target, serviceId, day }, turn) {
    const start = `${day}T${String(8 + (turn % 13)).padStart(2, "0")}:00`;
    const customer = { name: `Customer ${Math.random()}`, email: randomMailbox() };
    return (await acknowledged<{ id: string }>("create_booking", { serviceId, start, customer }, target))?.id;
  },
  requests: ({ target }) => requestCode(signUp(), target),
  /** Both of two parallel verifications may be cut off; at most one may found a workspace. */
  async workspaces(scene) {
    const asked = signUp();
    const requestId = await requestCode(asked, scene.target);
    const code = requestId ? await codeFor(asked.email, scene) : undefined;
    if (!code) return undefined;
    const verify = () =>
      acknowledged<{ apiKey: string }>("register_organisation_verify", { requestId, code }, scene.target);
    const answers = await Promise.all([verify(), verify()]);
    return answers.find((answer) => answer !== undefined)?.apiKey;
  },
  async revoked({ target }) {
    const args = { name: `K ${Math.random()}`, scopes: ["bookings:read"] };
    const made = await acknowledged<{ apiKey: string; key: { id: string } }>("create_api_key", args, target);
    const gone = made && (await acknowledged("revoke_api_key", { keyId: made.key.id }, target));
    return gone ? made.apiKey : undefined;
  },
};

/** Deeds of one kind, one after the other, until the scene is over. */
export async function traffic(kind: Kind, scene: Scene): Promise<void> {
  for (let turn = 0; !scene.isOver; turn += 1) {
    const done = await DEEDS[kind](scene, turn);
    if (done) promised[kind].add(done);
  }
}
