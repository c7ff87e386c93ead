import { useEffect, useState } from "react";
import { ChoiceField, type ChoiceProps } from "@/components/ui/Field";

/** A choice that is kept elsewhere: it shows at once, and goes back to what is kept if that is not changed. */
export function PromptChoice<Value extends string>({ value, onChange, ...rest }: ChoiceProps<Value>) {
  const [chosen, setChosen] = useState(value);
  useEffect(() => setChosen(value), [value]);
  const choose = (next: Value) => {
    setChosen(next);
    onChange(next);
  };
  return <ChoiceField {...rest} onChange={choose} value={chosen} />;
}
