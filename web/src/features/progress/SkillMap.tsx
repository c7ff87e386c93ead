type SkillMapProps = {
  readonly subjectId: string;
  /** Only the skills of this document. */
  readonly documentId?: string;
};

/** The skills of a subject and what builds on what, coloured by what is known. */
export function SkillMap(_: SkillMapProps) {
  return null;
}
