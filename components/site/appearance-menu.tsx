import { Check, Languages } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Menu, MenuButton, MenuHeading, MenuRule } from "@/components/ui/menu";

type Choice = { value: string; label: string };

const languages: Choice[] = [
  { value: "en", label: "English" },
  { value: "zh-Hant", label: "繁體中文" },
];

type Props = {
  theme: string;
  chooseLocale: (form: FormData) => Promise<void>;
  chooseTheme: (form: FormData) => Promise<void>;
};

function Choices({ name, choices, current }: { name: string; choices: Choice[]; current: string }) {
  return choices.map((choice) => (
    <MenuButton
      key={choice.value}
      name={name}
      value={choice.value}
      lang={name === "locale" ? choice.value : undefined}
      translate={name === "locale" ? "no" : undefined}
      aria-current={choice.value === current ? true : undefined}
    >
      <span className="flex-1">{choice.label}</span>
      {choice.value === current && <Check aria-hidden />}
    </MenuButton>
  ));
}

/** The forms that change language and theme; plain posts, remembered in a cookie and, when signed in, for the person. */
export function AppearanceForms({ theme, chooseLocale, chooseTheme }: Props) {
  const t = useTranslations("common");
  const themes = [
    { value: "system", label: t("themeSystem") },
    { value: "light", label: t("themeLight") },
    { value: "dark", label: t("themeDark") },
  ];
  return (
    <>
      <form action={chooseLocale}>
        <MenuHeading>{t("language")}</MenuHeading>
        <Choices name="locale" choices={languages} current={useLocale()} />
      </form>
      <MenuRule />
      <form action={chooseTheme}>
        <MenuHeading>{t("theme")}</MenuHeading>
        <Choices name="theme" choices={themes} current={theme} />
      </form>
    </>
  );
}

/** The same as a menu of its own, for pages without a signed-in person. */
export function AppearanceMenu(props: Props) {
  const t = useTranslations("common");
  return (
    <Menu
      id="appearance"
      placement="below-end"
      triggerLabel={t("appearance")}
      triggerClassName="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
      trigger={<Languages aria-hidden className="size-4" />}
    >
      <AppearanceForms {...props} />
    </Menu>
  );
}
