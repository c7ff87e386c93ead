import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Details } from "@/components/ui/Details";
import { Dialog } from "@/components/ui/Dialog";
import { PlusIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { TitleDialog } from "@/components/ui/TitleDialog";
import { useChanges } from "@/features/library/changing";
import { type Skill, skillsQuery } from "@/features/library/queries";
import { SkillChoice } from "@/features/library/SkillChoice";
import { SkillList } from "@/features/library/SkillList";
import styles from "./Skills.module.css";

const SkillMap = lazy(() =>
  import("@/features/progress/SkillMap").then(({ SkillMap }) => ({ default: SkillMap })),
);

/** What there is to know in a subject: as a map, and as a list in which it can be put right. */
export function SubjectSkills({ subjectId }: { readonly subjectId: string }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const skills = useQuery(skillsQuery(subjectId));
  const [isAdding, add] = useState(false);
  const [changed, change] = useState<Skill>();
  return (
    <Section
      actions={
        <Button onClick={() => add(true)}>
          <PlusIcon />
          {t("skill.add")}
        </Button>
      }
      title={t("skills")}
    >
      {skills.isError ? <Problem error={skills.error} onRetry={() => void skills.refetch()} /> : null}
      {skills.isPending ? <Skeleton lines={5} /> : null}
      {skills.data?.length === 0 ? <p className={styles.soft}>{t("skill.none")}</p> : null}
      {skills.data && skills.data.length > 0 ? (
        <>
          <Suspense fallback={<Skeleton lines={6} />}>
            <SkillMap subjectId={subjectId} />
          </Suspense>
          <Details summary={t("skill.list")}>
            <SkillList
              actions={(skill) => (
                <Button
                  aria-label={t("skill.changeNeedsOf", { name: skill.name })}
                  look="quiet"
                  onClick={() => change(skill)}
                >
                  {t("skill.changeNeeds")}
                </Button>
              )}
              skills={skills.data}
            />
          </Details>
        </>
      ) : null}
      <TitleDialog
        heading={t("skill.add")}
        hint={t("skill.addHint")}
        isOpen={isAdding}
        label={t("name")}
        onClose={() => add(false)}
        onSave={(name) => changes.addSkill(subjectId, name)}
      />
      {changed ? (
        <NeedsDialog onClose={() => change(undefined)} skill={changed} skills={skills.data ?? []} />
      ) : null}
    </Section>
  );
}

type NeedsDialogProps = {
  readonly skill: Skill;
  readonly skills: readonly Skill[];
  readonly onClose: () => void;
};

/** What is better learned before a skill. */
function NeedsDialog({ skill, skills, onClose }: NeedsDialogProps) {
  const { t } = useTranslation(["library", "common"]);
  const changes = useChanges();
  const [needed, need] = useState<readonly string[]>(skill.prerequisites);
  const save = useMutation({
    mutationFn: () => changes.setPrerequisites(skill.id, needed),
    onSuccess: onClose,
  });
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={save.isPending} look="primary" onClick={() => save.mutate()}>
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={skill.name}
    >
      <SkillChoice
        chosen={needed}
        legend={t("skill.needsLegend")}
        onChange={need}
        skills={skills.filter(({ id }) => id !== skill.id)}
      />
      {save.isError ? <Problem error={save.error} /> : null}
    </Dialog>
  );
}
