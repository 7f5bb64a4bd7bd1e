import type { ErrorBody } from "@/lib/kernel/errors";
import type messages from "@/messages/en";

type Refusals = (typeof messages)["refusals"];
type Key = Exclude<keyof Refusals, "quota"> | `quota.${keyof Refusals["quota"]}`;

/** A refusal for people: the key below `refusals` of its title and next step, and the values that fill them in. */
export interface RefusalWords {
  key: Key;
  values: Record<string, string | number>;
}

/** Refusals as operations word them for programs, and the words for a person. A capture group becomes its `{value}`. */
const TABLE: readonly (readonly [RegExp, Key])[] = [
  [/^name: there is already a segment "(.*)"$/, "segmentName"],
  [/^name: there is already a tag "(.*)"$/, "tagName"],
  [/^fieldName: there is already a field "(.*)" on \w+$/, "fieldName"],
  [/^memberCode: (.*) already carries this code$/, "memberCode"],
  [/^slug: (.*) is the address of another page$/, "slug"],
  [/[tT]his person already belongs to the organisation\.?$/, "memberAlready"],
  [/^Only the owner of the workspace may do this\.$/, "ownerOnly"],
  [/^You do not belong to a workspace\.$/, "noWorkspace"],
  [/^This view belongs to a colleague\.$/, "viewOfColleague"],
  [/customer was (?:already )?merged into another\.?$/, "merged"],
  [/^The personal data of this customer was erased\.$|^This customer was erased before\.$/, "erased"],
  [/^This customer is not deleted\.$/, "notDeleted"],
  [/^This merge was already taken back/, "unmerged"],
  [
    /^The booking is (\w+); (?:it cannot become (?:\w+)|nobody can be checked in|its check-in stays|it cannot be moved|the number of people stays)\.$/,
    "bookingState",
  ],
  [/^The visit begins on .*; before that nobody has missed it\.$/, "visitAhead"],
  [/^The visit is on .*; an arrival can be noted from .* on\.$/, "checkInNotOpen"],
  [/^The place of this booking was given up since\.$/, "placeGone"],
  [/^No place is kept for this entry/, "noOffer"],
  [/^customer: several customers fit$/, "severalCustomers"],
  [/^The class has begun; nobody can wait for it\.$/, "classBegun"],
  [/^The class has room\.$/, "classHasRoom"],
  [/^This booking has begun already\.$/, "bookingBegun"],
  [/^This business cancels bookings itself\.$/, "businessCancels"],
  [/^This business moves bookings itself\.$/, "businessMoves"],
  [/^This business does not take bookings here at the moment\.$/, "pageOff"],
  [/^An organisation needs at least one company\.$/, "lastCompany"],
  [/^There are already (\d+) custom fields on \w+\.$/, "mostFields"],
  [/^fieldType or options: (\d+) stored values would not fit$/, "valuesNotFitting"],
  [/^You own this organisation already\.$/, "ownAlready"],
  [/^stages: "(.*)" still has deals$/, "stageHasDeals"],
  [/^This import is not being worked through\.$/, "importStopped"],
  [/^An import is working through this file\.$|^This file is being imported already\.$/, "importBusy"],
  [/^Every row of this file is a customer already\.$/, "importAllThere"],
  [/^This import (?:was already|is being) taken back\.$/, "importUndone"],
  [/^The file (?:was not taken in|has not arrived yet)/, "fileFailed"],
  [/^(\d+) links are waiting for their file already\.$/, "mostLinks"],
  [/^Only a key that works and was not yet replaced can be rotated\.$/, "keyReplaced"],
  [/^The key of that call is already in use; it cannot be shown again\.$/, "keyShownOnce"],
  [/^expiresInDays: a key cannot outlive/, "keyOutlives"],
  [/^This program was decided about already, or it stopped waiting\.$/, "pairingDecided"],
  [/^Only a signed-in person who may make keys can approve a program\.$/, "pairingNotYours"],
  [/^You have no passkey yet\.$/, "noPasskey"],
  [/^This passkey is already registered\.$/, "passkeyKnown"],
  [
    /^Only a (?:person who is signed in to the portal|signed-in person) may do this\.$|^Passkeys are added in a signed-in browser\.$|^Only a signed-in browser /,
    "portalOnly",
  ],
  [/^Signing in needs https/, "needsHttps"],
  [/^This request was sent from another site\.$/, "otherSite"],
  [/^(\d+) (?:person has|people have) booked dates on which/, "bookedDates"],
  [/^(\d+) (?:person has|people have) booked (?:this class|coming dates of this class)\.$/, "bookedClass"],
  [/^(\d+) places are taken on /, "placesTaken"],
  [/^Only a class has a schedule/, "onlyClasses"],
  [/^.+ has (\d+) coming bookings\.$/, "staffBooked"],
  [/^The segment was DYNAMIC before/, "segmentWasDynamic"],
  [/^The earlier list had more than (\d+) customers/, "listNotKept"],
  [/^The earlier values went when a customer's personal data was erased\.$/, "undoErased"],
  [/^This change was already undone\.$/, "undone"],
  [/^This call changed nothing\.$/, "changedNothing"],
  [
    /^This change cannot be undone\.$|^The earlier values were (?:too large to be kept|not kept whole)\.$/,
    "notUndoable",
  ],
  [/^This change was made in another company\.$/, "otherCompany"],
  [/^This call linked to or completed a customer who was already there\.$/, "completedOther"],
  [/^This changes the default company of an API key/, "keyOfCompany"],
  [/^A key may manage only itself/, "keyOwnOnly"],
  [/^The file of this link has arrived, or the link was deleted\.$/, "uploadUsed"],
  [/^A saved view belongs to a person\.$/, "viewNeedsPerson"],
];

const QUOTAS = ["customers", "bookingsPerMonth", "mcpCallsPerMonth"] as const;

function quotaWords({ details }: ErrorBody): RefusalWords | undefined {
  const code = QUOTAS.find((quota) => quota === details?.quotaCode);
  return code && { key: `quota.${code}`, values: { limit: Number(details?.limit), used: Number(details?.used) } };
}

/** What a refusal says to a person beyond its code, or undefined when the code says it all. */
export function refusalWords(error: ErrorBody): RefusalWords | undefined {
  if (error.code === "limit_reached") return quotaWords(error);
  for (const [pattern, key] of TABLE) {
    const match = pattern.exec(error.message);
    if (!match) continue;
    const [, value] = match;
    if (value === undefined) return { key, values: {} };
    return { key, values: { value: /^\d+$/.test(value) ? Number(value) : value } };
  }
  return undefined;
}
