import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CopyButton } from "@/components/ui/CopyButton";
import { Dialog } from "@/components/ui/Dialog";
import { CheckField, SelectField, TextField } from "@/components/ui/Field";
import { Notice, Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { Form } from "@/components/ui/Stack";
import { type Scope, scopesQuery, useAccountChanges } from "@/features/identity/account/queries";
import { wrongFields } from "@/features/identity/entering";
import styles from "./Account.module.css";

const FORM = "make-key";
const DAY_MS = 86_400_000;
// In days; none is for ever.
const LIVES = { month: 30, quarter: 90, year: 365, ever: undefined } as const;

type Life = keyof typeof LIVES;

type KeyDialogProps = { readonly onClose: () => void };

/** Makes a key: its name, what it may do and for how long; then shows it, this once. */
export function KeyDialog({ onClose }: KeyDialogProps) {
  const { t } = useTranslation(["account", "common"]);
  const { makeKey } = useAccountChanges();
  const making = useMutation({ mutationFn: makeKey });
  const made = making.data;
  return (
    <Dialog
      actions={
        made ? (
          <Button look="primary" onClick={onClose}>
            {t("keys.kept")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t("common:cancel")}</Button>
            <Button busy={making.isPending} form={FORM} look="primary" type="submit">
              {t("keys.make")}
            </Button>
          </>
        )
      }
      isOpen
      isUnsaved={made !== undefined}
      onClose={onClose}
      title={made ? t("keys.made", { name: made.name }) : t("keys.make")}
    >
      {made ? (
        <>
          <Notice role="status">
            <p>{t("keys.once")}</p>
          </Notice>
          <p className={styles.secret}>{made.key}</p>
          <div>
            <CopyButton text={made.key} />
          </div>
        </>
      ) : (
        <KeyForm error={making.error} isBusy={making.isPending} onMake={making.mutate} />
      )}
    </Dialog>
  );
}

type KeyFormProps = {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onMake: (key: { name: string; scopes: Scope[]; expires_at: string | null }) => void;
};

function KeyForm({ isBusy, error, onMake }: KeyFormProps) {
  const { t } = useTranslation("account");
  const scopes = useQuery(scopesQuery);
  const [name, setName] = useState("");
  const [chosen, choose] = useState<readonly Scope[]>([]);
  const [life, setLife] = useState<Life>("quarter");
  const [wasSent, setSent] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    if (name.trim() === "" || chosen.length === 0 || isBusy) return;
    const days = LIVES[life];
    const end = days === undefined ? null : new Date(Date.now() + days * DAY_MS).toISOString();
    onMake({ name: name.trim(), scopes: [...chosen], expires_at: end });
  };
  return (
    <Form id={FORM} onSubmit={submit}>
      <TextField
        autoComplete="off"
        error={wasSent && name.trim() === "" ? t("keys.nameMissing") : wrongFields(error).name}
        hint={t("keys.nameHint")}
        label={t("keys.name")}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
        value={name}
      />
      <fieldset className={styles.scopes}>
        <legend>{t("keys.scopes")}</legend>
        {scopes.isPending ? <Skeleton /> : null}
        {scopes.isError ? <Problem error={scopes.error} onRetry={() => void scopes.refetch()} /> : null}
        {scopes.data?.map(({ scope, text }) => (
          <CheckField
            checked={chosen.includes(scope)}
            key={scope}
            label={text}
            onChange={(isChosen) =>
              choose(isChosen ? [...chosen, scope] : chosen.filter((each) => each !== scope))
            }
          />
        ))}
        {wasSent && chosen.length === 0 ? (
          <p className={styles.open} role="alert">
            {t("keys.scopesMissing")}
          </p>
        ) : null}
      </fieldset>
      <SelectField
        label={t("keys.life.label")}
        onChange={(event) => setLife(event.target.value as Life)}
        value={life}
      >
        {(Object.keys(LIVES) as Life[]).map((each) => (
          <option key={each} value={each}>
            {t(`keys.life.${each}`)}
          </option>
        ))}
      </SelectField>
      {error ? <Problem error={error} /> : null}
    </Form>
  );
}
