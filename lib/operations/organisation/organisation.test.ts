import { beforeAll, describe, expect, it } from "vitest";
import { refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { auditOf, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { execute } from "@/lib/kernel/execute";
import { archiveCompany } from "../companies/archive-company";
import { createCompany } from "../companies/create-company";
import { renameCompany } from "../companies/rename-company";
import { restoreCompany } from "../companies/restore-company";
import { getMyProfile } from "../profile/get-my-profile";
import { updateMyProfile } from "../profile/update-my-profile";
import { listMyCompanies } from "../workspace/list-my-companies";
import { getOrganisation } from "./get-organisation";
import { getOrganisationLogo } from "./get-organisation-logo";
import { MAX_LOGO_BYTES } from "./logo";
import { removeOrganisationLogo } from "./remove-organisation-logo";
import { setOrganisationLogo } from "./set-organisation-logo";
import { updateOrganisation } from "./update-organisation";

let workspace: TestWorkspace;
let foreign: TestWorkspace;

beforeAll(async () => {
  [workspace, foreign] = [await makeWorkspace(), await makeWorkspace()];
});

const png = (bytes = 16) => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(bytes - 8)]);
const setLogo = (bytes: Buffer) => execute(setOrganisationLogo, workspace.caller, { logo: bytes.toString("base64") });

describe("the organisation", () => {
  it("changes what is given, leaves the rest, and keeps before and after", async () => {
    const { data } = await execute(updateOrganisation, workspace.caller, {
      name: "Harbour Yoga",
      country: null,
      expectedVersion: 1,
    });
    expect(data).toMatchObject({ name: "Harbour Yoga", country: null, currency: "HKD", version: 2 });
    const [event] = await auditOf(workspace.organisationId, "update_organisation");
    expect(event).toMatchObject({ before: { country: "HK" }, after: { name: "Harbour Yoga", country: null } });
    const stale = await refusalOf(execute(updateOrganisation, workspace.caller, { name: "Old", expectedVersion: 1 }));
    expect(stale.toBody()).toMatchObject({ code: "version_conflict", details: { current: { name: "Harbour Yoga" } } });
  });

  it.each([
    [{ name: "x" }, "name"],
    [{ currency: "XXX1" }, "currency"],
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ country: "hk" }, "country"],
    [{ organisationId: "org_1" }, "organisationId"],
  ])("refuses %j by the name of its field", async (input, field) => {
    const error = await refusalOf(execute(updateOrganisation, workspace.caller, input));
    expect(error.toBody()).toMatchObject({ code: "invalid_input", details: { field } });
  });

  it("is changed by nobody without the scope", async () => {
    const caller = withScopes(workspace.caller, ["organisation:read"], "manager");
    expect((await refusalOf(execute(updateOrganisation, caller, { name: "Mine" }))).code).toBe("scope_missing");
  });
});

describe("the logo", () => {
  it("is stored, served with the type its bytes have, and removed", async () => {
    await setLogo(png());
    const { data } = await execute(getOrganisationLogo, workspace.caller, {});
    expect(data).toEqual({ type: "image/png", logo: png().toString("base64") });
    expect((await execute(getOrganisation, workspace.caller, {})).data.hasLogo).toBe(true);
    expect(JSON.stringify(await auditOf(workspace.organisationId, "set_organisation_logo"))).not.toContain(data.logo);
    expect((await refusalOf(execute(getOrganisationLogo, foreign.caller, {}))).code).toBe("not_found");
    await execute(removeOrganisationLogo, workspace.caller, {});
    expect((await refusalOf(execute(getOrganisationLogo, workspace.caller, {}))).code).toBe("not_found");
  });

  it.each([
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["HTML", Buffer.from("<html><script>alert(1)</script></html>")],
    ["a GIF", Buffer.from("GIF89a")],
    ["an empty file", Buffer.from(" ")],
    ["a picture too large", png(MAX_LOGO_BYTES + 1)],
  ])("refuses %s", async (_what, bytes) => {
    expect((await refusalOf(setLogo(bytes))).code).toBe("invalid_input");
  });
});

describe("companies", () => {
  it("are created with their country's defaults, renamed, archived and restored", async () => {
    const { data: created } = await execute(createCompany, workspace.caller, { name: "London Studio", country: "GB" });
    expect(created).toMatchObject({ timezone: "Europe/London", currency: "GBP", isCurrent: false });
    const { data: renamed } = await execute(renameCompany, workspace.caller, {
      companyId: created.id,
      name: "Soho Studio",
    });
    expect(renamed).toMatchObject({ name: "Soho Studio", version: 2 });
    const { data: archived } = await execute(archiveCompany, workspace.caller, { companyId: workspace.companyId });
    expect(archived.stoppedKeys).toBe(1);
    const request = new Request("http://localhost:3000/mcp", {
      headers: { authorization: `Bearer ${workspace.apiKey}` },
    });
    expect(await authenticateKey(request)).toBe("unknown_company");
    const last = await refusalOf(execute(archiveCompany, workspace.caller, { companyId: created.id }));
    expect(last.code).toBe("precondition_failed");
    await execute(restoreCompany, workspace.caller, { companyId: workspace.companyId });
    expect((await execute(listMyCompanies, workspace.caller, {})).data.items).toHaveLength(2);
  });

  it("of another organisation do not exist", async () => {
    const { companyId } = foreign;
    expect((await refusalOf(execute(archiveCompany, workspace.caller, { companyId }))).code).toBe("not_found");
    expect((await refusalOf(execute(restoreCompany, workspace.caller, { companyId }))).code).toBe("not_found");
    const rename = execute(renameCompany, workspace.caller, { companyId, name: "Stolen" });
    expect((await refusalOf(rename)).code).toBe("not_found");
  });

  it("are never archived down to none, even by two calls at once", async () => {
    const other = await makeWorkspace();
    const { data } = await execute(createCompany, other.caller, { name: "Second" });
    const results = await Promise.allSettled(
      [other.companyId, data.id].map((companyId) => execute(archiveCompany, other.caller, { companyId })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("the profile", () => {
  it("keeps name and language, and clears them with null", async () => {
    const browser = await signedInBrowser(workspace);
    const { data } = await execute(updateMyProfile, await browser.caller(), {
      name: "Mei",
      locale: "zh-Hant",
      expectedVersion: 1,
    });
    expect(data).toMatchObject({ name: "Mei", locale: "zh-Hant", version: 2 });
    expect((await browser.caller()).actor.label).toBe("Mei");
    await execute(updateMyProfile, await browser.caller(), { locale: null });
    expect((await execute(getMyProfile, await browser.caller(), {})).data).toMatchObject({ name: "Mei", locale: null });
  });
});
