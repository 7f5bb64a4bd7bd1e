// Adds to package-lock.json what npm leaves out when a registry does not serve every platform: the optional packages of the
// other ones. Without them `npm ci` refuses the whole lockfile. They carry no integrity, because nobody here has seen them;
// `npm install` on a network that serves them fills it in.
// usage: node scripts/complete-lockfile.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(root, "package-lock.json");

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = {
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
};

/** What a platform package's name says about where it runs, or undefined when it says nothing. */
function platformOf(name) {
  const words = name.split("/").at(-1).split("-");
  const cpu = words.map((word) => processors[word]).find(Boolean);
  if (!cpu) return undefined;
  const os = words.find((word) => systems.includes(word));
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return { ...(os ? { os: [os] } : {}), cpu: [cpu], ...(os === "linux" && libc ? { libc: [libc] } : {}) };
}

const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const target = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[target] || lock.packages[`${place}/${target}`] || !platform || !/^\d/.test(version)) continue;
    lock.packages[target] = { version, ...platform, ...(entry.dev ? { dev: true } : {}), optional: true };
    added.push(`${name}@${version}`);
  }
}

if (process.argv.includes("--check")) {
  if (added.length > 0)
    console.error(`package-lock.json lacks ${added.length} packages of other platforms: ${added.join(", ")}`);
  process.exit(added.length > 0 ? 1 : 0);
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages added`);
