import { expect, it } from "vitest";
import { isCalled } from "./called";

const tai = { name: "Chan Tai Man", localName: "陳大文", firstName: "David", lastName: "Chan" };

it.each(["chan tai man", "Tai Man Chan", "Chan, Tai Man", "陳大文", "David  CHAN", "Chán Tai Man"])(
  "knows somebody by %s",
  (asked) => expect(isCalled(tai, asked)).toBe(true),
);

it.each(["Mei Ling", "Chan", "Tai Man", "David", "陳"])("takes nobody for %s, who may be another", (asked) =>
  expect(isCalled(tai, asked)).toBe(false),
);
