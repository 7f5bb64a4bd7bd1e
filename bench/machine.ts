import { readFileSync } from "node:fs";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

function busyAndTotal(): { busy: number; total: number } {
  const times = os.cpus().map((cpu) => cpu.times);
  const total = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busy: total - times.reduce((sum, { idle }) => sum + idle, 0), total };
}

/** How busy the machine is while we do nothing, 0 to 1: what others take from every number of this run. */
export async function loadOfOthers(): Promise<number> {
  const before = busyAndTotal();
  await sleep(300);
  const after = busyAndTotal();
  return (after.busy - before.busy) / Math.max(1, after.total - before.total);
}

/** Cores, memory and system in one line. */
export function describeMachine(): string {
  const [cpu] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model.trim() ?? "unknown"}, ${gigabytes} GB, ${os.type()} ${os.release()}`;
}

/** Versions of what is measured, by package name. */
export function versionsOf(names: readonly string[]): string {
  const versionOf = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;
  return [`node ${process.versions.node}`, ...names.map((name) => `${name} ${versionOf(name)}`)].join(", ");
}
