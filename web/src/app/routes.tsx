import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { Failed } from "@/app/Failed";
import { NotFound } from "@/app/NotFound";
import { Shell } from "@/app/Shell";
import { readToday } from "@/features/home/today";
import { kindOf } from "@/features/practice/starting";
import { loadMoreTexts } from "@/lib/i18n";
import { leaveUnlessIds } from "@/lib/missing";
import { personQuery } from "@/lib/person";
import { seemsSignedIn } from "@/lib/session";

type Context = { readonly queries: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Shell, notFoundComponent: NotFound });

/** Pages that are somebody's own lead to the sign-in, and from there back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  notFoundComponent: NotFound,
  beforeLoad: async ({ context, location, params }) => {
    if (!seemsSignedIn()) {
      context.queries.setQueryData(personQuery.queryKey, null);
      throw redirect({ to: "/sign-in", search: { next: location.href } });
    }
    leaveUnlessIds(params);
    await loadMoreTexts();
  },
});

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const count = (value: unknown) => {
  const number = Number(value);
  return value !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
};
/** Leaves out what is not given, so that addresses stay short. */
function given<T extends Record<string, unknown>>(search: T) {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async () => {
    if (seemsSignedIn()) await readToday();
  },
  component: lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage"),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search) => given({ next: text(search.next) }),
  component: lazyRouteComponent(() => import("@/features/identity/SignInPage"), "SignInPage"),
});
const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: (search) => given({ next: text(search.next) }),
  component: lazyRouteComponent(() => import("@/features/identity/RegisterPage"), "RegisterPage"),
});
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/identity/SettingsPage"), "SettingsPage"),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("@/features/identity/accountPages"), "AccountPage"),
});
const devices = createRoute({
  getParentRoute: () => signedIn,
  path: "/account/devices",
  component: lazyRouteComponent(() => import("@/features/identity/accountPages"), "DevicesPage"),
});
const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: "/account/keys",
  component: lazyRouteComponent(() => import("@/features/identity/accountPages"), "KeysPage"),
});
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "ForgotPasswordPage"),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "ResetPasswordPage"),
});
const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: "/verify-email",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "VerifyEmailPage"),
});
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: "/confirm-email",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "ConfirmEmailPage"),
});
const undoEmail = createRoute({
  getParentRoute: () => root,
  path: "/undo-email",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "UndoEmailPage"),
});
const endSession = createRoute({
  getParentRoute: () => root,
  path: "/end-session",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/identity/letterPages"), "EndSessionPage"),
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  beforeLoad: loadMoreTexts,
  component: lazyRouteComponent(() => import("@/features/people/JoinPage"), "JoinPage"),
});
const people = createRoute({
  getParentRoute: () => signedIn,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/$personId",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "PersonPage"),
});
const learner = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/$personId/progress",
  component: lazyRouteComponent(() => import("@/features/progress/skillPages"), "LearnerPage"),
});
const bonds = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/bonds",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "BondsPage"),
});
const accounts = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/accounts",
  component: lazyRouteComponent(() => import("@/features/identity/accountPages"), "AccountsPage"),
});
const oneOrganisation = createRoute({
  getParentRoute: () => signedIn,
  path: "/organisations/$circleId",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "OrganisationPage"),
});
const oneClass = createRoute({
  getParentRoute: () => signedIn,
  path: "/classes/$circleId",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "ClassPage"),
});
const oneGroup = createRoute({
  getParentRoute: () => signedIn,
  path: "/groups/$circleId",
  component: lazyRouteComponent(() => import("@/features/people/peoplePages"), "GroupPage"),
});
const library = createRoute({
  getParentRoute: () => signedIn,
  path: "/library",
  component: lazyRouteComponent(() => import("@/features/library/LibraryPage"), "LibraryPage"),
});
const subject = createRoute({
  getParentRoute: () => signedIn,
  path: "/subjects/$subjectId",
  component: lazyRouteComponent(() => import("@/features/library/SubjectPage"), "SubjectPage"),
});
const statistics = createRoute({
  getParentRoute: () => signedIn,
  path: "/subjects/$subjectId/statistics",
  component: lazyRouteComponent(
    () => import("@/features/practice/statistics/StatisticsPage"),
    "StatisticsPage",
  ),
});
const deck = createRoute({
  getParentRoute: () => signedIn,
  path: "/decks/$deckId",
  component: lazyRouteComponent(() => import("@/features/library/DeckPage"), "DeckPage"),
});
const document = createRoute({
  getParentRoute: () => signedIn,
  path: "/documents/$documentId",
  validateSearch: (search) =>
    given({ page: count(search.page), passage: text(search.passage), quote: text(search.quote) }),
  component: lazyRouteComponent(() => import("@/features/documents/DocumentPage"), "DocumentPage"),
});
const search = createRoute({
  getParentRoute: () => signedIn,
  path: "/search",
  validateSearch: (search) => given({ q: text(search.q) }),
  component: lazyRouteComponent(() => import("@/features/documents/SearchPage"), "SearchPage"),
});
const practise = createRoute({
  getParentRoute: () => signedIn,
  path: "/practise",
  validateSearch: (search) =>
    given({
      subject: text(search.subject),
      document: text(search.document),
      deck: text(search.deck),
      skill: text(search.skill),
      kind: kindOf(search.kind),
    }),
  component: lazyRouteComponent(() => import("@/features/practice/PractisePage"), "PractisePage"),
});
const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$sessionId",
  component: lazyRouteComponent(() => import("@/features/practice/SessionPage"), "SessionPage"),
});
const summary = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$sessionId/summary",
  component: lazyRouteComponent(() => import("@/features/practice/SummaryPage"), "SummaryPage"),
});
const review = createRoute({
  getParentRoute: () => signedIn,
  path: "/review",
  component: lazyRouteComponent(() => import("@/features/practice/ReviewPage"), "ReviewPage"),
});
const progress = createRoute({
  getParentRoute: () => signedIn,
  path: "/progress",
  component: lazyRouteComponent(() => import("@/features/progress/ProgressPage"), "ProgressPage"),
});
const skill = createRoute({
  getParentRoute: () => signedIn,
  path: "/progress/skills/$skillId",
  component: lazyRouteComponent(() => import("@/features/progress/skillPages"), "SkillPage"),
});

const evaluation = createRoute({
  getParentRoute: () => signedIn,
  path: "/progress/predictions",
  component: lazyRouteComponent(() => import("@/features/progress/skillPages"), "EvaluationPage"),
});

const tree = root.addChildren([
  home,
  signIn,
  register,
  forgotPassword,
  resetPassword,
  verifyEmail,
  confirmEmail,
  undoEmail,
  endSession,
  join,
  signedIn.addChildren([
    settings,
    account,
    devices,
    apiKeys,
    people,
    bonds,
    accounts,
    person,
    learner,
    oneOrganisation,
    oneClass,
    oneGroup,
    library,
    subject,
    statistics,
    deck,
    document,
    search,
    practise,
    session,
    summary,
    review,
    progress,
    skill,
    evaluation,
  ]),
]);

/** The pages and their addresses. */
export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: "intent",
    defaultErrorComponent: Failed,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
