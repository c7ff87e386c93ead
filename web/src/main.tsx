import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@/styles/tokens.css";
import "@/styles/base.css";
import { registerSW } from "virtual:pwa-register";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { startLanguage } from "@/lib/i18n";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id 'root'");

await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerSW();
