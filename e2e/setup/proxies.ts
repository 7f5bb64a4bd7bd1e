import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, root } from "./launch";

export type Helper = { port: number; stop: () => Promise<void> };

const PLACES = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

/** The program's path, after installing Debian's package of the same name where that is possible; undefined without. */
export function findProgram(name: string): string | undefined {
  const find = () => PLACES.map((place) => path.join(place, name)).find((file) => existsSync(file));
  if (!find() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name === "nginx" ? "nginx-light" : name], {
      env,
    });
  }
  return find();
}

async function untilListening(port: number, child: ChildProcess, words: () => string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      const end = (result: boolean) => {
        socket.destroy();
        resolve(result);
      };
      socket.once("connect", () => end(true)).once("error", () => end(false));
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error(`Nothing listens on ${port}: ${words()}`);
}

async function run(program: string, args: string[], port: number): Promise<Helper> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => said.push(part));
  child.stderr.on("data", (part: Buffer) => said.push(part));
  await untilListening(port, child, () => Buffer.concat(said).toString("utf8"));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { port, stop };
}

/** nginx with the configuration we ship, on a free port, in front of these local ports. */
export async function startNginx(
  program: string,
  folder: string,
  port: number,
  [first, second]: [first: number, second: number],
): Promise<Helper> {
  mkdirSync(folder, { recursive: true });
  const shipped = readFileSync(path.join(root, "deploy/nginx.conf"), "utf8");
  const own = shipped
    .replace("127.0.0.1:3001", `127.0.0.1:${first}`)
    .replace("127.0.0.1:3002", `127.0.0.1:${second}`)
    .replace("listen 80;", `listen 127.0.0.1:${port};\n    add_header X-Served-By $upstream_addr always;`)
    .replace("/run/nginx.pid", path.join(folder, "nginx.pid"))
    .replaceAll("/var/lib/nginx/", `${folder}/`);
  const file = path.join(folder, "nginx.conf");
  writeFileSync(file, own);
  return run(program, ["-c", file, "-p", folder, "-g", "daemon off;"], port);
}

/** PgBouncer with the configuration we ship, on a free port, in front of the database at `url`. */
export async function startPgBouncer(program: string, folder: string, url: string): Promise<Helper & { url: string }> {
  mkdirSync(folder, { recursive: true });
  const { hostname, port: databasePort, username, password, pathname } = new URL(url);
  const port = await freePort();
  const shipped = readFileSync(path.join(root, "deploy/pgbouncer.ini"), "utf8");
  const database = pathname.slice(1);
  const own = shipped
    .replace(
      "favcrm = host=127.0.0.1 port=5432 dbname=favcrm",
      `${database} = host=${hostname} port=${databasePort} dbname=${database}`,
    )
    .replace("listen_port = 6432", `listen_port = ${port}`)
    .replace("/etc/pgbouncer/userlist.txt", path.join(folder, "userlist.txt"));
  writeFileSync(path.join(folder, "userlist.txt"), `"${username}" "${decodeURIComponent(password)}"\n`);
  const file = path.join(folder, "pgbouncer.ini");
  writeFileSync(file, own);
  // It refuses to be root, and whom it becomes must be able to read its files.
  for (const each of [folder, file, path.join(folder, "userlist.txt")]) chmodSync(each, 0o755);
  const asSomebody = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const pooler = await run(program, [...asSomebody, file], port);
  const through = new URL(url);
  Object.assign(through, { hostname: "127.0.0.1", port: String(port) });
  through.searchParams.set("pgbouncer", "true");
  return { ...pooler, url: through.href };
}

/**
 * Caddy with the configuration we ship, on a free port, in front of a local one. Its certificate comes from an authority of
 * its own, whose root is `certificate`: nobody outside is asked.
 */
export async function startCaddy(program: string, folder: string, port: number, upstream: number) {
  mkdirSync(folder, { recursive: true });
  const shipped = readFileSync(path.join(root, "deploy/Caddyfile"), "utf8");
  const settings = `{
	admin off
	skip_install_trust
	auto_https disable_redirects
	storage file_system ${folder}
}`;
  const own = shipped
    .replace("crm.example.com {", `localhost:${port} {\n\tbind 127.0.0.1\n\ttls internal`)
    .replace("127.0.0.1:3000", `127.0.0.1:${upstream}`);
  const file = path.join(folder, "Caddyfile");
  writeFileSync(file, `${settings}\n${own}`);
  const caddy = await run(program, ["run", "--config", file, "--adapter", "caddyfile"], port);
  return { ...caddy, certificate: path.join(folder, "pki/authorities/local/root.crt") };
}
