// The pages that are a step from the progress, in one file: the first script names every file there is.
export { EvaluationPage } from "@/features/progress/EvaluationPage";
export { LearnerPage } from "@/features/progress/LearnerPage";
export { SkillPage } from "@/features/progress/SkillPage";
