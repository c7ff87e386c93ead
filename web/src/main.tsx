import "@/styles/tokens.css";
import "@/styles/base.css";
import "@/styles/first.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, isQuiet } from "@/app/App";
import { endAhead } from "@/lib/ahead";
import { colourBrowser } from "@/lib/appearance";
import { fetchLetters, firstView } from "@/lib/firstView";
import { watchForSecrets } from "@/lib/fragment";
import { loadMoreTexts, startLanguage } from "@/lib/i18n";
import { seemsSignedIn } from "@/lib/session";
import { keepApp } from "@/lib/updates";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id 'root'");

watchForSecrets();
colourBrowser();
await startLanguage();
if (seemsSignedIn()) void loadMoreTexts().catch(() => undefined);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// The first page comes first; what is kept for later can wait until it is there.
const view = firstView(isQuiet);
void fetchLetters(view).catch(() => undefined);
void view.then(() => {
  endAhead();
  void keepApp();
});
