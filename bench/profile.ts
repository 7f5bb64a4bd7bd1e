import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { startProduct } from "./cast";
import { drive } from "./measures";
import type { Stage } from "./stage";
import { type Kind, subjectOf } from "./subjects";
import { table } from "./tables";

const WARM_UP_MS = 5_000;
const PROFILED_MS = 15_000;
const MOST_ROWS = 25;

/** The parts of a .cpuprofile that are read here. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
  /** Microseconds on the machine's steady clock, as everything here. */
  startTime: number;
}

interface Window {
  from: number;
  to: number;
}

const now = () => Number(process.hrtime.bigint() / 1_000n);

/** Which room of the house a frame belongs to: a package, a part of node, or our own bundle. */
function roomOf(url: string, functionName: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (name) return name;
  if (url.startsWith("node:")) return url;
  return url === "" ? functionName || "native" : path.basename(url);
}

/** Milliseconds spent by key, within a window: the start of a server is another matter. */
function sumBy(profile: Profile, window: Window, keyOf: (frame: Profile["nodes"][number]["callFrame"]) => string) {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map<string, number>();
  let at = profile.startTime;
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    at += profile.timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === "(idle)" || at < window.from || at > window.to) return;
    const key = keyOf(frame);
    sums.set(key, (sums.get(key) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1_000);
  });
  return [...sums].sort(([, a], [, b]) => b - a);
}

function shares(profile: Profile, window: Window, what: string, keyOf: Parameters<typeof sumBy>[2]): string {
  const sums = sumBy(profile, window, keyOf);
  const total = sums.reduce((sum, [, ms]) => sum + ms, 0);
  const rows = sums
    .slice(0, MOST_ROWS)
    .map(([key, ms]) => [key, `${((ms / total) * 100).toFixed(1)} %`, ms.toFixed(0)]);
  return table([what, "share", "ms"], rows);
}

/** Where the server's time goes under one kind of call: self time by room, then by function. */
export async function profile(stage: Stage, kind: Kind): Promise<string> {
  const folder = path.join(stage.folder, "profile");
  const product = await startProduct(stage, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
  const subject = subjectOf(stage, kind, "profile", "", product, kind === "page" ? "/services" : "/mcp");
  await drive(subject, { durationMs: WARM_UP_MS });
  const from = now();
  const { perSecond, cpuMs } = await drive(subject, { durationMs: PROFILED_MS });
  const window = { from, to: now() };
  await product.stop();
  const [file] = readdirSync(folder);
  const found = JSON.parse(readFileSync(path.join(folder, file ?? ""), "utf8")) as Profile;
  return [
    `${kind}: ${perSecond.toFixed(0)} calls/s under the profiler, ${cpuMs?.toFixed(2)} ms of processor time a call`,
    shares(found, window, "room", ({ url, functionName }) => roomOf(url, functionName)),
    shares(found, window, "function", ({ url, functionName, lineNumber }) => {
      const name = functionName || "(anonymous)";
      return url === "" ? name : `${name} ${path.basename(url)}:${lineNumber + 1}`;
    }),
  ].join("\n\n");
}
