import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { decksQuery, type Session, skillsQuery } from "@/features/practice/queries";
import { documentStandingsQuery, subjectStandingsQuery } from "@/lib/learner";

/** What a session practises, by its title. */
export function useScopeName(scope: Session["scope"]): string {
  const { t } = useTranslation("practice");
  const { subject_id, document_id, deck_id, skill_ids } = scope;
  const subjects = useQuery({ ...subjectStandingsQuery, enabled: Boolean(subject_id) }).data;
  const documents = useQuery({ ...documentStandingsQuery, enabled: Boolean(document_id) }).data;
  const decks = useQuery({ ...decksQuery, enabled: Boolean(deck_id) }).data;
  const single = skill_ids?.length === 1 ? skill_ids[0] : undefined;
  const skills = useQuery({ ...skillsQuery, enabled: single !== undefined }).data;
  const title =
    subjects?.find(({ id }) => id === subject_id)?.title ??
    documents?.find(({ id }) => id === document_id)?.title ??
    decks?.find(({ id }) => id === deck_id)?.title ??
    skills?.find(({ skill_id }) => skill_id === single)?.name;
  return title ?? t(skill_ids ? "practise.allSkills" : "practise.oneThing");
}
