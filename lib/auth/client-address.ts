import "server-only";
import { randomBytes } from "node:crypto";
import { isIP, SocketAddress } from "node:net";
import { env, isLoopbackHost } from "@/lib/env";
import { singleton } from "@/lib/singleton";

/** Set by our own server from the socket; its token proves that it was this process that wrote it. */
export const PEER_HEADER = "x-favcrm-peer";

/** The token of this process. A client cannot know it, so it cannot forge the header where no server of ours strips it. */
export function peerToken(): string {
  return singleton("peer-token", () => randomBytes(16).toString("hex"));
}

/** Our own server writes this behind the peer's address when the request arrived with a forwarding header. */
export const FORWARDED_MARK = "forwarded";
/** What proxies add to a request that they pass on. */
const FORWARDING_HEADERS = ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];

/** The address of the socket's other end, or null when no server of ours vouches for one. */
export function peerOf(headers: Headers): string | null {
  const [token, address] = (headers.get(PEER_HEADER) ?? "").split(" ");
  return token === peerToken() && address && isIP(address) > 0 ? plain(address) : null;
}

/**
 * The client's address: the socket's, or behind FAVCRM_TRUSTED_HOPS proxies the entry that the outermost of them added to
 * X-Forwarded-For. Entries further left are the client's own claim and are ignored.
 */
export function clientAddress(headers: Headers): string | null {
  const peer = peerOf(headers);
  const hops = env().trustedHops;
  if (hops === 0) return peer;
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => plain(entry.trim()));
  const claimed = forwarded.at(-hops);
  return claimed && isIP(claimed) > 0 ? claimed : peer;
}

/**
 * Whether a request came straight from this machine to our own socket, by a loopback name and through no proxy. What only
 * the machine's keeper may see is shown to nobody else.
 */
export function isFromThisMachine(request: { peerAddress: string | null; host: string | null; headers: Headers }) {
  const { peerAddress, host, headers } = request;
  if (!peerAddress || !isLoopbackHost(peerAddress) || !host || !isLoopbackHost(host.replace(/:\d+$/, ""))) return false;
  return !wasForwarded(headers, peerAddress, host);
}

function wasForwarded(headers: Headers, peerAddress: string, host: string): boolean {
  if (headers.get(PEER_HEADER)?.split(" ")[2] === FORWARDED_MARK) return true;
  if (FORWARDING_HEADERS.some((name) => headers.has(name))) return true;
  // Next fills these from the socket when they are absent, so they mean nothing unless they say something else.
  const addedByNext = [`::ffff:${peerAddress}`, peerAddress];
  const forwardedFor = headers.get("x-forwarded-for");
  if (forwardedFor !== null && !addedByNext.includes(forwardedFor)) return true;
  const forwardedHost = headers.get("x-forwarded-host");
  return forwardedHost !== null && forwardedHost !== host;
}

/** An IPv4 address that arrived in IPv6 clothes, undressed; anything else in its canonical form. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (isIP(address) !== 6) return address;
  return new SocketAddress({ address, family: "ipv6" }).address;
}

/** The network an address belongs to, as households and offices have them: /24 for IPv4, /48 for IPv6. */
export function networkOf(address: string): string {
  if (isIP(address) === 4) return `${address.split(".").slice(0, 3).join(".")}.0/24`;
  return `${expand(address).slice(0, 3).join(":")}::/48`;
}

/** The eight groups of an IPv6 address. */
function expand(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...middle, ...right];
}
