import { useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { tellAnew } from "@/lib/learner";

/** What a person can change about subjects, skills and decks; whatever shows them is fetched anew. */
export function useChanges() {
  const queries = useQueryClient();
  async function then<T>(done: Promise<T>): Promise<T> {
    const result = await done;
    await tellAnew(queries);
    return result;
  }
  const subject = (subjectId: string) => ({ params: { path: { subject_id: subjectId } } });
  const deck = (deckId: string) => ({ params: { path: { deck_id: deckId } } });
  const item = (itemId: string) => ({ params: { path: { item_id: itemId } } });
  return {
    renameSubject: (id: string, title: string) =>
      then(answer(api.PATCH("/api/v1/subjects/{subject_id}", { ...subject(id), body: { title } }))),
    archiveSubject: (id: string) => then(answer(api.DELETE("/api/v1/subjects/{subject_id}", subject(id)))),
    addSkill: (id: string, name: string) =>
      then(answer(api.POST("/api/v1/subjects/{subject_id}/skills", { ...subject(id), body: { name } }))),
    setPrerequisites: (skillId: string, skillIds: readonly string[]) =>
      then(
        answer(
          api.PUT("/api/v1/skills/{skill_id}/prerequisites", {
            params: { path: { skill_id: skillId } },
            body: { skill_ids: [...skillIds] },
          }),
        ),
      ),
    addDeck: (subjectId: string, title: string) =>
      then(answer(api.POST("/api/v1/decks", { body: { subject_id: subjectId, title } }))),
    importDeck: (subjectId: string, file: File) =>
      then(
        answer(
          api.POST("/api/v1/decks/import", {
            body: { file: file.name, subject_id: subjectId },
            bodySerializer: () => formOf(subjectId, file),
          }),
        ),
      ),
    renameDeck: (id: string, title: string) =>
      then(answer(api.PATCH("/api/v1/decks/{deck_id}", { ...deck(id), body: { title } }))),
    archiveDeck: (id: string) => then(answer(api.DELETE("/api/v1/decks/{deck_id}", deck(id)))),
    addItem: (deckId: string, body: Schemas["NewItemBody"]) =>
      then(answer(api.POST("/api/v1/decks/{deck_id}/items", { ...deck(deckId), body }))),
    editItem: (id: string, body: Schemas["EditBody"]) =>
      then(answer(api.PATCH("/api/v1/items/{item_id}", { ...item(id), body }))),
    archiveItem: (id: string) => then(answer(api.DELETE("/api/v1/items/{item_id}", item(id)))),
    restoreItem: (id: string) => then(answer(api.POST("/api/v1/items/{item_id}/restore", item(id)))),
  };
}

function formOf(subjectId: string, file: File): FormData {
  const form = new FormData();
  form.append("subject_id", subjectId);
  form.append("file", file);
  return form;
}
