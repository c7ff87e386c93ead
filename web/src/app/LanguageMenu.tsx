import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Menu } from "@/components/ui/Menu";
import { askAnew } from "@/lib/askingAnew";
import { chooseLanguage, LANGUAGES } from "@/lib/i18n";

/** The language of everything, for whoever has no account to keep it in yet. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const code = i18n.language.toUpperCase();
  // What the server has said was in the former language.
  const choose = (tag: string) => void chooseLanguage(tag).then(() => askAnew(queries));
  return (
    <Menu face={<span aria-hidden="true">{code}</span>} label={t("language.label", { code })}>
      {Object.entries(LANGUAGES).map(([tag, name]) => (
        <button
          aria-current={tag === i18n.language || undefined}
          key={tag}
          lang={tag}
          onClick={() => choose(tag)}
          type="button"
        >
          {name}
        </button>
      ))}
    </Menu>
  );
}
