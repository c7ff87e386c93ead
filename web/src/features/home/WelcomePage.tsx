import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { usePageTitle } from "@/components/ui/Page";
import { WelcomePicture } from "@/features/home/WelcomePicture";
import styles from "./WelcomePage.module.css";

const STEPS = ["drop", "answer", "see"] as const;

/** What Lyceum does, for somebody who has never seen it. */
export function WelcomePage() {
  const { t } = useTranslation("home");
  const heading = usePageTitle(t("welcome.short"));
  return (
    <div className={styles.page}>
      <section className={styles.top}>
        <div className={styles.words}>
          <h1 ref={heading} tabIndex={-1}>
            {t("welcome.title")}
          </h1>
          <p className={styles.lead}>{t("welcome.lead")}</p>
          <div className={styles.actions}>
            <ButtonLink look="primary" size="large" to="/register">
              {t("welcome.register")}
            </ButtonLink>
          </div>
        </div>
        <WelcomePicture />
      </section>
      <section aria-labelledby="steps">
        <h2 className="unseen" id="steps">
          {t("welcome.stepsTitle")}
        </h2>
        <ol className={styles.steps}>
          {STEPS.map((step) => (
            <li key={step}>
              <h3>{t(`welcome.step.${step}.title`)}</h3>
              <p>{t(`welcome.step.${step}.text`)}</p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
