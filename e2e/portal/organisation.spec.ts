import { crc32, deflateSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { registerByAgent, signInAndKeepKeys } from "./support";

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of one grey colour, `side` pixels wide and high. */
function picture(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;
  const rows = Buffer.alloc(side * (side + 1), 120);
  for (let row = 0; row < side; row++) rows[row * (side + 1)] = 0;
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

const upload = async (page: Page, name: string, mimeType: string, buffer: Buffer) => {
  await page.getByLabel("Image file").setInputFiles({ name, mimeType, buffer });
  await page.getByRole("button", { name: "Upload" }).click();
};

test("a logo is a small picture: others are refused with a reason, and nothing in one can run", async ({ page }) => {
  const { email } = await registerByAgent("Logo Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/organisation");
  const refusal = page.getByRole("main").getByText(/This is not a PNG.* at most 256 kB|too large to be sent/);
  const logo = page.getByRole("img", { name: "Logo of the organisation" });

  await test.step("too large, whatever the size", async () => {
    for (const bytes of [262_145, 900_000, 3_000_000]) {
      await page.reload();
      await upload(page, "large.png", "image/png", Buffer.concat([picture(8), Buffer.alloc(bytes)]));
      await expect(page.getByRole("main").getByRole("alert"), `${bytes} bytes`).toBeVisible();
      await expect(refusal.first()).toBeVisible();
      await expect(logo).toHaveCount(0);
    }
  });

  await test.step("a drawing with a script, also under a false name", async () => {
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="run"</script></svg>`);
    for (const [name, type] of [
      ["logo.svg", "image/svg+xml"],
      ["logo.png", "image/png"],
    ] as const) {
      await page.reload();
      await upload(page, name, type, svg);
      await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
      await expect(logo).toHaveCount(0);
    }
    expect(await page.title()).not.toBe("run");
  });

  await test.step("a small picture is shown everywhere, and goes again", async () => {
    await page.reload();
    await upload(page, "logo.png", "image/png", picture(32));
    await expect(page.getByText("The logo was saved.")).toBeVisible();
    await expect(logo).toBeVisible();
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(32);
    await page.getByRole("button", { name: "Remove logo" }).click();
    await expect(logo).toHaveCount(0);
  });
});
