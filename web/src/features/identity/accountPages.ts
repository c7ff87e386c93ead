// The pages of an account, in one file: the first script names every file there is, and is kept small.
export { AccountPage } from "@/features/identity/account/AccountPage";
export { DevicesPage } from "@/features/identity/account/DevicesPage";
export { KeysPage } from "@/features/identity/account/KeysPage";
export { AccountsPage } from "@/features/identity/accounts/AccountsPage";
