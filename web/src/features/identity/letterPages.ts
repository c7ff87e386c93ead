// Where letters lead to, in one file: the first script names every file there is.
export { ForgotPasswordPage } from "@/features/identity/ForgotPasswordPage";
export {
  ConfirmEmailPage,
  EndSessionPage,
  UndoEmailPage,
  VerifyEmailPage,
} from "@/features/identity/LetterPage";
export { ResetPasswordPage } from "@/features/identity/ResetPasswordPage";
