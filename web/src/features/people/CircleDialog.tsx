import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { CheckField, SelectField, TextAreaField, TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Form } from "@/components/ui/Stack";
import { countries } from "@/features/people/countries";
import { type Circle, countryOf, type Kind, organisationsQuery, type Text } from "@/features/people/queries";
import { ApiError } from "@/lib/errors";

const FORM = "circle";

type CircleDialogProps = {
  readonly kind: Kind;
  /** What it says of itself now; nothing where it is to be made. */
  readonly circle?: Circle;
  readonly onSave: (text: Text) => Promise<unknown>;
  readonly onClose: () => void;
};

/** What a class or a group says of itself. */
export function CircleDialog({ kind, circle, onSave, onClose }: CircleDialogProps) {
  const { t } = useTranslation(["people", "common"]);
  const [name, setName] = useState(circle?.name ?? "");
  const [description, setDescription] = useState(circle?.description ?? "");
  const [isOpen, setOpen] = useState(circle !== undefined && "is_private" in circle && !circle.is_private);
  const [organisationId, setOrganisationId] = useState("");
  const [country, setCountry] = useState(countryOf(circle) ?? "");
  const [isEmpty, setEmpty] = useState(false);
  const saving = useMutation({ mutationFn: onSave, onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(name.trim() === "");
    if (name.trim() === "" || saving.isPending) return;
    saving.mutate({
      name,
      description,
      ...(kind === "group" && { is_private: !isOpen }),
      ...(organisationId !== "" && { organisation_id: organisationId }),
      ...(country !== "" && { jurisdiction: country }),
    });
  };
  const isWrongName = saving.error instanceof ApiError && saving.error.code === "CIRCLE_NAME_INVALID";
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={saving.isPending} form={FORM} look="primary" type="submit">
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={circle ? t(`change.${kind}`) : t(`make.${kind}`)}
    >
      <Form id={FORM} onSubmit={submit}>
        <TextField
          autoComplete="off"
          error={isEmpty ? t("common:nameMissing") : isWrongName ? saving.error?.message : undefined}
          label={t("name")}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
          value={name}
        />
        <TextAreaField
          hint={t(`aboutHint.${kind}`)}
          label={t("about")}
          maxLength={2000}
          onChange={(event) => setDescription(event.target.value)}
          value={description}
        />
        {kind === "class" && circle === undefined ? (
          <OrganisationChoice onChange={setOrganisationId} value={organisationId} />
        ) : null}
        {kind === "organisation" ? (
          <CountryChoice isKnown={countryOf(circle) !== undefined} onChange={setCountry} value={country} />
        ) : null}
        {kind === "group" ? (
          <CheckField
            checked={isOpen}
            hint={t("group.openHint")}
            label={t("group.open")}
            onChange={setOpen}
          />
        ) : null}
      </Form>
      {saving.error && !isWrongName ? <Problem error={saving.error} /> : null}
    </Dialog>
  );
}

type OrganisationChoiceProps = { readonly value: string; readonly onChange: (id: string) => void };

/** Where a class belongs; nothing for who is in no organisation. It stays there for good. */
function OrganisationChoice({ value, onChange }: OrganisationChoiceProps) {
  const { t } = useTranslation("people");
  const { data: organisations = [] } = useQuery(organisationsQuery);
  if (organisations.length === 0) return null;
  return (
    <SelectField
      hint={t("organisation.ofHint")}
      label={t("organisation.of")}
      onChange={(event) => onChange(event.target.value)}
      value={value}
    >
      <option value="">{t("organisation.ofNone")}</option>
      {organisations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

type CountryChoiceProps = {
  readonly value: string;
  /** Whether it was said before: it can be put right then, but not left open again. */
  readonly isKnown: boolean;
  readonly onChange: (code: string) => void;
};

/** The country whose law an organisation is under. */
function CountryChoice({ value, isKnown, onChange }: CountryChoiceProps) {
  const { t, i18n } = useTranslation("people");
  return (
    <SelectField
      hint={t("organisation.countryHint")}
      label={t("organisation.country")}
      onChange={(event) => onChange(event.target.value)}
      value={value}
    >
      {isKnown ? null : <option value="">{t("organisation.noCountry")}</option>}
      {countries(i18n.language).map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
