// The pages that lead to each other, in one file: the first script names every file there is, and is kept small.
export { BondsPage } from "@/features/people/BondsPage";
export { ClassPage, GroupPage, OrganisationPage } from "@/features/people/CirclePage";
export { PeoplePage } from "@/features/people/PeoplePage";
export { PersonPage } from "@/features/people/PersonPage";
