import { expect, it } from "vitest";
import { noticeText } from "./notice";
import { spokenTo } from "./spoken-to";

const friday = Date.parse("2026-12-11T08:00:00Z");

it("says a moment in the reader's language, with weekday and zone", () => {
  expect(spokenTo("en-HK", friday, "Asia/Hong_Kong")).toBe("Friday 2026-12-11 16:00 (Asia/Hong_Kong)");
  const chinese = spokenTo("zh-Hant-HK", friday, "Asia/Hong_Kong");
  expect(chinese).toContain("2026年12月11日（星期五）16:00");
  expect(chinese).not.toMatch(/[a-z]/i);
  expect(spokenTo("zh-Hant", friday, "UTC")).toContain("12月11日（星期五）08:00");
});

it("writes a Chinese notice in Chinese, but for the names that the business chose", () => {
  const row = {
    customerName: "黃小峰",
    startsAt: new Date(friday),
    timezone: "Asia/Hong_Kong",
    serviceName: "剪髮",
    staffName: "美儀",
    businessName: "髮廊",
    language: "zh-Hant",
  };
  expect(noticeText(row, "cancelled")).toMatch(
    /^髮廊：你的預約已取消。剪髮，2026年12月11日（星期五）16:00（[^a-z]+）。$/,
  );
  expect(noticeText(row, "substituted")).toMatch(/負責人：美儀。$/);
  const english = noticeText({ ...row, language: "en" }, "cancelled");
  expect(english).toContain("Friday 2026-12-11 16:00 (Asia/Hong_Kong).");
});
