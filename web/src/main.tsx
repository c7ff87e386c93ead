import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@/styles/tokens.css";
import "@/styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { colourBrowser } from "@/lib/appearance";
import { loadMoreTexts, startLanguage } from "@/lib/i18n";
import { seemsSignedIn } from "@/lib/session";
import { keepApp } from "@/lib/updates";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id 'root'");

colourBrowser();
await startLanguage();
if (seemsSignedIn()) void loadMoreTexts().catch(() => undefined);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// The first page comes first; what is kept for later can wait until it is there.
if (document.readyState === "complete") void keepApp();
else window.addEventListener("load", () => void keepApp(), { once: true });
