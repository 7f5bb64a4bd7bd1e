import { lookupColumns } from "@/lib/operations/accounts/account-values";

/** Customers as a shop in Hong Kong has them: Latin and Chinese names, mails, phones. The same number, the same person. */

const GIVEN =
  "Anna Ben Carmen Daniel Elaine Felix Grace Henry Iris Jason Karen Leo Mandy Nathan Olivia Peter Queenie Ryan Suki Tony Una Vincent Wendy Xavier Yvonne Zoe Margaret Sebastian Chloé José Wing-Yee Ka-Ho Siu-Ming Mei-Ling Hoi-Yan Tsz-Kit Chi-Wai Lok-Yi".split(
    " ",
  );
const FAMILY =
  "Chan Lee Wong Cheung Lau Lam Ng Leung Ho Yip Cheng Tsang Kwok Fung Mak Tang Chow Poon Szeto Au-Yeung Smith Müller García Novak Tanaka Singh Rossi Dubois Kowalski Andersen Fitzgerald Nakamura O'Brien Petrov Haddad Silva".split(
    " ",
  );
const CHINESE_FAMILY = [..."陳李黃張劉林吳梁何葉鄭曾郭馮麥鄧周潘司歐王許謝蔡蘇盧余杜袁方"];
const CHINESE_GIVEN = [..."大文美玲志明小芳家豪詠詩子健麗華國強雅婷俊傑嘉欣偉倫淑儀浩然思穎永康慧敏"];
const DOMAINS = ["gmail.com", "yahoo.com.hk", "outlook.com", "example.com", "netvigator.com", "company.hk"];
const SOURCES = ["walk_in", "online", "pos", "whatsapp", "referral", "import", "api"];
const DAY_MS = 86_400_000;
/** The customers came evenly over so many days. */
const DAYS = 1_000;

/** A number below `below`, the same for the same `n` and `salt`, and without a pattern that a plan could profit from. */
export function draw(n: number, salt: number, below: number): number {
  let hash = Math.imul(n ^ (salt * 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % below;
}

const pick = <T>(list: readonly T[], n: number, salt: number): T => list[draw(n, salt, list.length)] as T;
const moment = (now: number, daysAgo: number) => new Date(now - daysAgo * DAY_MS);

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An id that sorts by its number; its last character is as good as random, as in every id. */
export const numbered = (prefix: string, n: number) =>
  `${prefix}_${String(n).padStart(23, "0")}${BASE62[draw(n, 99, 62)]}`;

function localNameOf(n: number): string | null {
  if (draw(n, 3, 100) >= 55) return null;
  return pick(CHINESE_FAMILY, n, 4) + pick(CHINESE_GIVEN, n, 5) + (draw(n, 6, 5) > 0 ? pick(CHINESE_GIVEN, n, 7) : "");
}

/** Customer number `n` of `total`: the columns of its row, dates relative to `now`. */
export function personAt(n: number, total: number, now: number) {
  const localName = localNameOf(n);
  const latin = `${pick(GIVEN, n, 1)} ${pick(FAMILY, n, 2)}`;
  const name = localName !== null && draw(n, 8, 4) === 0 ? localName : latin;
  const mailbox = latin
    .normalize("NFKD")
    .replace(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .replace(" ", ".");
  const email = draw(n, 9, 10) < 7 ? `${mailbox}${n}@${pick(DOMAINS, n, 10)}` : null;
  const phone = draw(n, 11, 10) < 8 ? `+852${pick(["5", "6", "9"], n, 12)}${String(n).padStart(7, "0")}` : null;
  const age = Math.floor(DAYS * (1 - n / total));
  const hasBooking = draw(n, 13, 10) < 6;
  const isMember = draw(n, 14, 10) < 2;
  const sinceLast = draw(n, 15, age + 1);
  const stage = draw(n, 16, 100);
  const texts = { name, localName, firstName: null, lastName: null, email, phone, memberCode: null, whatsappId: null };
  return {
    name,
    localName,
    lifeStage: stage < 15 ? "lead" : stage < 85 ? "active" : stage < 95 ? "churned" : "vip",
    source: pick(SOURCES, n, 17),
    email,
    phone,
    language: localName === null ? "en" : "zh-Hant",
    createdAt: moment(now, age),
    lastActivityAt: moment(now, sinceLast),
    lastBookingAt: hasBooking ? moment(now, sinceLast) : null,
    memberSince: isMember ? moment(now, age) : null,
    membershipExpiresAt: isMember ? moment(now, sinceLast - 180) : null,
    ...lookupColumns(texts),
  };
}
