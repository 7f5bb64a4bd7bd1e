import { expect } from "@playwright/test";
import { origin } from "../support";
import type { Hand, Named, Place } from "./hand";

/** Name, name in own script, phone, stage, tags. */
const CUSTOMERS = [
  ["Chan Tai-man", "陳大文", "91234501", "active", ["Regular"]],
  ["Wong Ka-yan", "黃嘉欣", "91234502", "vip", ["Regular", "Prenatal"]],
  ["Priya Raman", null, "91234503", "active", ["Regular"]],
  ["Lee Siu-ming", "李小明", "91234504", "lead", ["Trial class"]],
  ["Emma Thompson", null, "91234505", "active", []],
  ["Ho Wing-sze", "何詠詩", "91234506", "vip", ["Regular", "Teacher training"]],
  ["Lam Chi-keung", "林志強", "91234507", "churned", ["Win back"]],
  ["Sofía Álvarez", null, "91234508", "active", ["Trial class"]],
  ["Cheung Mei-ling", "張美玲", "91234509", "active", ["Regular"]],
  ["Yuki Tanaka", "田中由紀", "91234510", "lead", ["Trial class"]],
  ["Ng Pui-shan", "吳佩珊", "91234511", "active", ["Prenatal"]],
  ["Daniel O'Brien", null, "91234512", "churned", ["Win back"]],
  ["Kwok Tsz-ching", "郭子晴", "91234513", "active", []],
  ["Leung Ho-yin", "梁浩然", "91234514", "lead", []],
] as const;

const mailOf = (name: string) =>
  `${name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\w-]+/g, ".")
    .toLowerCase()}@example.com`;

export async function addCustomers({ call, say }: Hand): Promise<string[]> {
  const names = [...new Set(CUSTOMERS.flatMap(([, , , , tags]) => tags))];
  const colors = ["#0f766e", "#7c3aed", "#b45309", "#be123c", "#1d4ed8"];
  const tags = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const { tag } = await call<{ tag: Named }>("create_tag", { name: say(name), color: colors[index] });
    tags.set(name, tag.id);
  }
  const ids: string[] = [];
  for (const [name, localName, phone, lifeStage, tagged] of CUSTOMERS) {
    const { account } = await call<{ account: Named }>("create_account", {
      ...{
        name: say(name),
        phone,
        lifeStage,
        email: mailOf(name),
      },
      ...(localName ? { localName: say(localName), language: "zh-Hant" } : {}),
    });
    const tagIds = tagged.map((tag) => tags.get(tag));
    if (tagIds.length > 0) await call("attach_tags", { accountId: account.id, tagIds });
    ids.push(account.id);
  }
  return ids;
}

export async function describeCustomer({ call, say }: Hand, customers: string[]): Promise<Place[]> {
  const [, accountId = ""] = customers;
  const field = { entityType: "account", fieldName: "injuries", fieldLabel: say("Injuries"), fieldType: "text" };
  await call("create_custom_field", field);
  const options = [say("Hatha"), say("Vinyasa"), say("Yin")];
  const choice = { entityType: "account", fieldName: "style", fieldLabel: say("Likes most"), fieldType: "select" };
  await call("create_custom_field", { ...choice, options });
  const values = { injuries: say("Left knee"), style: options[2] };
  await call("set_custom_field_values", { entityType: "account", entityId: accountId, values });
  await call("update_account", {
    ...{ accountId, firstName: say("Ka-yan"), lastName: say("Wong"), address: say("8 Jaffe Road, Wan Chai") },
    notes: say("Comes before work."),
  });
  await call("create_contact", {
    ...{ accountId, name: say("Wong Lok-yin"), localName: say("黃樂言"), jobTitle: say("Daughter") },
    email: "lok-yin@example.com",
  });
  const consent = { accountId, channel: "email", purpose: "marketing", status: "granted", source: "paper_form" };
  await call("set_consent", { ...consent, proof: say("Form of 3 May") });
  const note = { entityType: "account", entityId: accountId, body: say("Would like a mat by the window.") };
  await call("create_note", note);
  const events = await call<{ items: Named[] }>("list_activity", { entityId: accountId, operation: "update_account" });
  const list = ["Chan Tai-man", "陳大文", "Prenatal", "Sofía Álvarez"];
  const profile = [
    "Wong Ka-yan",
    "黃嘉欣",
    "Left knee",
    "Likes most",
    "Wong Lok-yin",
    "Daughter",
    "Comes before work.",
  ];
  const rest = ["Form of 3 May", "Would like a mat by the window.", "8 Jaffe Road, Wan Chai", "Yin"];
  return [
    { address: "/customers", file: "customers", shows: list.map(say) },
    { address: `/customers/${accountId}`, file: "customers-one", shows: [...profile, ...rest].map(say) },
    { address: `/activity/${events.items[0]?.id}`, file: "activity-change", shows: [say("Comes before work.")] },
    {
      address: `/customers/${accountId}/merge?with=${customers[0]}`,
      file: "customers-merge",
      shows: ["Wong Ka-yan", "Chan Tai-man"].map(say),
    },
    { address: "/customers/new", file: "customers-new", shows: [] },
  ];
}

export async function addSegment({ call, say }: Hand): Promise<Place[]> {
  const criteria = {
    any: [
      { field: "tags", op: "has_any", value: [say("Prenatal")] },
      { field: "address", op: "contains", value: say("Jaffe Road") },
      { all: [{ field: "custom.injuries", op: "is", value: say("Left knee") }] },
    ],
  };
  const { segment } = await call<{ segment: Named }>("create_segment", {
    ...{ name: say("Expecting mothers"), description: say("For the prenatal course"), criteria },
  });
  const list = { name: say("Open day in June"), segmentType: "STATIC" };
  await call("create_segment", list);
  const address = `/segments/${segment.id}`;
  const shows = ["Expecting mothers", "Jaffe Road", "Left knee"].map(say);
  return [
    { address: "/segments", file: "segments", shows: ["Expecting mothers", "Open day in June"].map(say) },
    { address, file: "segments-one", shows },
    { address: `${address}/members`, file: "segments-members", shows: ["Expecting mothers", "Ng Pui-shan"].map(say) },
  ];
}

/** A file of members with what such files have: a column of their own, and cells that cannot be right. */
export async function addImport({ call, say }: Hand): Promise<Place[]> {
  const label = say("Old members.csv");
  const upload = await call<{ uploadId: string; url: string }>("create_import_upload", { label });
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = [
    ["Name", "Mobile", "Mail", say("Locker")],
    [say("Tsang Wai-lam"), "9555 0001", "wai-lam@example.com", say("Row 12")],
    [say("Fung Hoi-ching"), say("8.5E+10"), "hoi-ching@example.com", ""],
    [say("Mak Yat-sum"), "9555 0003", say("yat-sum at work"), ""],
  ];
  const body = lines.map((line) => line.map(cell).join(",")).join("\n");
  await fetch(new URL(new URL(upload.url).pathname, origin()), { method: "PUT", body });
  await call("import_accounts", { uploadId: upload.uploadId });
  const importOf = () => call<{ import: { status: string } }>("get_import", { uploadId: upload.uploadId });
  await expect.poll(async () => (await importOf()).import.status).toBe("done");
  const preview = await call<{ uploadId: string; url: string }>("create_import_upload", { label });
  await fetch(new URL(new URL(preview.url).pathname, origin()), { method: "PUT", body });
  return [
    { address: "/customers/import", file: "customers-import", shows: [label] },
    {
      address: `/customers/import?upload=${preview.uploadId}`,
      file: "customers-import-preview",
      shows: ["Locker", "8.5E+10", "yat-sum at work"].map(say),
    },
    {
      address: `/customers/import?upload=${upload.uploadId}`,
      file: "customers-import-result",
      shows: [label, say("yat-sum at work")],
    },
  ];
}
