import { expect, test } from "vitest";
import { after, nextToSend, type Upload } from "@/features/documents/uploads";

const file = new File(["abc"], "chapter.pdf");

function added(count: number): readonly Upload[] {
  const uploads = Array.from({ length: count }, (_, number) => ({
    id: `${number}`,
    ownerId: "ada",
    file,
    subjectId: undefined,
  }));
  return after([], { kind: "added", uploads });
}

test("two files are sent at once, in the order they were chosen", () => {
  let uploads = added(4);
  expect(nextToSend(uploads).map(({ id }) => id)).toEqual(["0", "1"]);

  uploads = after(uploads, { kind: "began", id: "0" });
  expect(nextToSend(uploads).map(({ id }) => id)).toEqual(["1"]);

  uploads = after(uploads, { kind: "began", id: "1" });
  expect(nextToSend(uploads)).toEqual([]);
});

test("a file that is refused lets the others go on", () => {
  let uploads = after(added(3), { kind: "began", id: "0" });
  uploads = after(uploads, { kind: "failed", id: "0", error: new Error("damaged") });

  expect(uploads[0]?.state).toBe("failed");
  expect(nextToSend(uploads).map(({ id }) => id)).toEqual(["1", "2"]);
});

test("what fails because it was cancelled stays cancelled", () => {
  let uploads = after(after(added(1), { kind: "began", id: "0" }), { kind: "cancelled", id: "0" });
  uploads = after(uploads, { kind: "failed", id: "0", error: new Error("aborted") });

  expect(uploads[0]?.state).toBe("cancelled");
  expect(uploads[0]).not.toHaveProperty("error");
});

test("a second try begins anew and forgets what was wrong", () => {
  let uploads = after(added(1), { kind: "failed", id: "0", error: new Error("no connection") });
  uploads = after(uploads, { kind: "retried", id: "0" });

  expect(uploads[0]).toMatchObject({ state: "waiting", sentBytes: 0 });
  expect(uploads[0]).not.toHaveProperty("error");
  expect(after(uploads, { kind: "dismissed", id: "0" })).toEqual([]);
});
