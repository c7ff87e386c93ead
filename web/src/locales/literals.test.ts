import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "..");
const SHOWN = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "legend",
  "placeholder",
  "title",
]);
// What it is called in every language.
const NAMES = new Set(["Lyceum"]);

/** Texts of a component that stand in it, not in a catalogue: between tags, or in an attribute that is shown or read out. */
function literals(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node)) add(node, node.text);
    if (ts.isJsxExpression(node) && isChild(node) && node.expression)
      for (const text of texts(node.expression)) add(node, text);
    if (ts.isJsxAttribute(node) && SHOWN.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value) for (const text of texts(value)) add(node, text);
    }
    ts.forEachChild(node, look);
  };
  const add = (node: ts.Node, text: string) => {
    if (!/\p{L}{2}/u.test(text) || NAMES.has(text.trim())) return;
    found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.trim()}`);
  };
  look(file);
  return found;
}

/** The texts that an expression may come to: of a choice, of what stands in for nothing, of a template. */
function texts(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isConditionalExpression(expression))
    return [...texts(expression.whenTrue), ...texts(expression.whenFalse)];
  if (ts.isParenthesizedExpression(expression)) return texts(expression.expression);
  if (ts.isBinaryExpression(expression)) return [...texts(expression.left), ...texts(expression.right)];
  if (ts.isTemplateExpression(expression)) {
    return [expression.head.text, ...expression.templateSpans.map(({ literal }) => literal.text)];
  }
  return [];
}

const isChild = (node: ts.Node) => ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);

test("no component holds a text of its own", () => {
  const names = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const components = names.filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"));

  const found = components.flatMap((name) => literals(name, readFileSync(join(SOURCES, name), "utf8")));

  expect(components.length).toBeGreaterThan(30);
  expect(found).toEqual([]);
});

test.each([
  "<p>Hello there</p>",
  '<p>{isNew ? "Hello" : t("hello")}</p>',
  '<p>{name || "nobody"}</p>',
  '<img alt="A map" />',
  "<button aria-label={`Close $" + "{name}`} />",
])("%s is found", (component) => {
  expect(literals("A.tsx", `const a = ${component};`)).toHaveLength(1);
});

test.each([
  '<p className="wide">{t("hello")}</p>',
  "<p>–</p>",
  '<input type="text" name="title" />',
  "<a>Lyceum</a>",
])("%s is fine", (component) => {
  expect(literals("A.tsx", `const a = ${component};`)).toEqual([]);
});
