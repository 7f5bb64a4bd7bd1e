import type { Duplex } from "node:stream";

/** The proxy to use for an address by the usual environment variables, if any. This machine itself is never asked through one. */
export function proxyFor(url: URL): URL | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isLoopback(host) || excluded(host, url.port || (url.protocol === "https:" ? "443" : "80"))) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const address = setting(`${scheme}_proxy`) ?? setting("all_proxy");
  if (!address) return undefined;
  const full = address.includes("://") ? address : `http://${address}`;
  return URL.canParse(full) && full.startsWith("http://") ? new URL(full) : undefined;
}

/** `Proxy-Authorization` for the credentials in the proxy's address. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (!proxy.username) return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Opens a tunnel through the proxy to an https server. */
export async function tunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Duplex> {
  const { request } = await import("node:http");
  const authority = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const asked = request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      signal,
    });
    asked.on("error", reject);
    asked.on("connect", (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${answer.statusCode}`));
    });
    asked.end();
  });
}

function setting(name: string): string | undefined {
  return process.env[name]?.trim() || process.env[name.toUpperCase()]?.trim() || undefined;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\./.test(host);
}

/** NO_PROXY: host names, `.domain` endings, `host:port`, or `*`. */
function excluded(host: string, port: string): boolean {
  const entries = (setting("no_proxy") ?? "").split(/[\s,]+/).filter(Boolean);
  return entries.some((entry) => {
    const [name = "", only] = entry.split(/:(?=\d+$)/);
    const domain = name.replace(/^\*?\./, "");
    if (only && only !== port) return false;
    return name === "*" || host === domain || host.endsWith(`.${domain}`);
  });
}
