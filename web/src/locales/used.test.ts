import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { en } from "@/locales/en";

type Texts = { readonly [key: string]: string | Texts };
/** What a file says of keys: those it names, and patterns for those it puts together. */
type Names = { readonly spaces: ReadonlySet<string>; readonly whole: Set<string>; readonly made: RegExp[] };

const SOURCES = join(import.meta.dirname, "..");
const FORM = /_(zero|one|two|few|many|other)$/;
const SPACE = /^(\w+):/;

function keysOf(texts: Texts, above: string): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${above}${key}`.replace(FORM, "")] : keysOf(value, `${above}${key}.`),
  );
}

/** Each name as it stands, or in each of the namespaces that the file takes its texts from. */
function namesIn(source: string): Names {
  const file = ts.createSourceFile("a.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const names = { spaces: new Set<string>(), whole: new Set<string>(), made: [] as RegExp[] };
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "useTranslation") {
      const [first] = node.arguments;
      for (const space of first ? first.getText().matchAll(/\w+/g) : [["common"]]) names.spaces.add(space[0]);
    }
    if (ts.isStringLiteralLike(node)) names.whole.add(node.text);
    // One that begins with what is not known could be anything.
    if (ts.isTemplateExpression(node) && node.head.text !== "") {
      const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      names.made.push(new RegExp(`^${pieces.map(literally).join("\\w+")}$`));
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return names;
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function isNamed(space: string, key: string, { spaces, whole, made }: Names): boolean {
  const full = `${space}:${key}`;
  if (whole.has(full) || made.some((pattern) => SPACE.test(pattern.source.slice(1)) && pattern.test(full)))
    return true;
  return spaces.has(space) && (whole.has(key) || made.some((pattern) => pattern.test(key)));
}

test("every text is used", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.test)\.tsx?$/.test(name),
  );
  const names = files.map((name) => namesIn(readFileSync(join(SOURCES, name), "utf8")));

  const unused = Object.entries(en).flatMap(([space, texts]) =>
    [...new Set(keysOf(texts, ""))]
      .filter((key) => !names.some((each) => isNamed(space, key, each)))
      .map((key) => `${space}:${key}`),
  );

  expect(unused).toEqual([]);
});

test("a text that nothing names is found, and one that is put together is not", () => {
  const names = namesIn(
    'const { t } = useTranslation("home"); t("a.b"); t(`c.$' + '{which}.d`); t("library:e")',
  );

  const found = ["a.b", "c.x.d", "c.d", "e"].map((key) => isNamed("home", key, names));

  expect(found).toEqual([true, true, false, false]);
  expect([isNamed("library", "e", names), isNamed("library", "a.b", names)]).toEqual([true, false]);
});
