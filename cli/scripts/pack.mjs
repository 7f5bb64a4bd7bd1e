// Writes .build/cli.tgz (or the path given): the installable package a server hands out, one bundled file without
// dependencies or install scripts. The same sources make the same bytes.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { bundle, cliRoot, manifest } from "./bundle.mjs";

const BLOCK = 512;
const outfile = resolve(process.argv[2] ?? join(cliRoot, "../.build/cli.tgz"));

/** The published manifest: no build parts, no scripts. */
function publishedManifest() {
  const { name, version, description, license, type, engines } = manifest;
  return `${JSON.stringify({ name, version, description, license, type, engines, bin: { favcrm: "dist/favcrm.mjs" } }, null, 2)}\n`;
}

/** One file as ustar blocks: owner 0, a fixed date, so that the bytes depend on name and content only. */
function entry(name, content, mode) {
  const header = Buffer.alloc(BLOCK);
  header.write(`package/${name}`, 0);
  header.write(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

const work = mkdtempSync(join(tmpdir(), "favcrm-cli-"));
try {
  const built = join(work, "favcrm.mjs");
  await bundle(built);
  const tar = Buffer.concat([
    entry("package.json", Buffer.from(publishedManifest()), 0o644),
    entry("README.md", readFileSync(join(cliRoot, "README.md")), 0o644),
    entry("dist/favcrm.mjs", readFileSync(built), 0o755),
    Buffer.alloc(BLOCK * 2),
  ]);
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(`${outfile}.new`, gzipSync(tar, { level: 9 }));
  renameSync(`${outfile}.new`, outfile);
} finally {
  rmSync(work, { recursive: true, force: true });
}
