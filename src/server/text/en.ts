import type { PasswordFault } from '../../accounts/passwords.ts'
import type { Changes } from '../../directory/report.ts'
import type { ErrorCode } from '../../errors.ts'
import { admin } from './admin-en.ts'

const errors: Record<ErrorCode, { title: string; advice: string }> = {
  request_invalid: {
    title: 'This request cannot be read',
    advice: 'Go back to the sign-in page and start again.',
  },
  state_invalid: {
    title: 'This sign-in is no longer valid',
    advice:
      'It was finished already, took longer than ten minutes, or began in another browser. Please start again.',
  },
  host_unknown: {
    title: 'This server is not known by that name',
    advice: 'Open it by the address that your company gave you.',
  },
  not_found: { title: 'There is nothing here', advice: 'The address is mistyped or no longer in use.' },
  method_not_allowed: { title: 'This address is not used that way', advice: 'Go back to the start page.' },
  form_expired: {
    title: 'This page was open too long',
    advice: 'Go back, load the page again and repeat what you did.',
  },
  too_many_requests: { title: 'Too many tries', advice: 'Please wait a while, then try again.' },
  source_unknown: { title: 'There is no such way to sign in', advice: 'Choose one on the sign-in page.' },
  source_closed: {
    title: 'This way to sign in is closed',
    advice: 'Choose another one, or ask your administrator.',
  },
  source_denied: { title: 'The sign-in was cancelled', advice: 'You can start again whenever you like.' },
  source_unreachable: {
    title: 'The sign-in service does not answer',
    advice: 'Try again in a few minutes. If it stays like this, tell your administrator the number below.',
  },
  source_reply_invalid: {
    title: 'The sign-in service gave an answer that makes no sense',
    advice: 'Try again in a few minutes. If it stays like this, tell your administrator the number below.',
  },
  source_refused: {
    title: 'The sign-in service refused',
    advice: 'Try again. If it stays like this, tell your administrator the number below.',
  },
  not_member: {
    title: 'You are not a member of this organisation',
    advice: 'Sign in with the account that belongs to your company, or ask your administrator.',
  },
  not_allowed: {
    title: 'You may not sign in here',
    advice: 'Your account is not on the list of people who may. Ask your administrator.',
  },
  app_refused: {
    title: 'You may not open this app',
    advice: 'Ask your administrator for access.',
  },
  app_user_missing: {
    title: 'This app has no user for you yet',
    advice:
      'It is usually there within a minute: try again then. If it stays like this, tell your administrator the number below.',
  },
  app_unreachable: {
    title: 'This app does not answer',
    advice:
      'Your user there cannot be checked at the moment: try again in a few minutes. If it stays like this, tell your administrator the number below.',
  },
  app_closed: { title: 'This app is closed', advice: 'Ask your administrator when it will open again.' },
  app_no_start: {
    title: 'This app is opened from its own side',
    advice: 'Go to the address of the app and sign in there; it will send you here.',
  },
  app_unknown: {
    title: 'We do not know this app',
    advice: 'Go back to where you came from, and tell whoever runs it.',
  },
  app_request_invalid: {
    title: 'The app sent a request that we cannot answer',
    advice: 'Go back to the app and try again. If it happens again, tell whoever runs it the number below.',
  },
  saml_request_invalid: {
    title: 'The app asked in a way that is not answered',
    advice:
      'Go back to the app and try again. If it stays like this, tell your administrator the number below.',
  },
  account_disabled: { title: 'Your account is disabled', advice: 'Ask your administrator.' },
  registration_off: {
    title: 'You have no account here yet',
    advice:
      'Accounts are not made automatically. Ask your administrator for one, or bind this identity from an account you have.',
  },
  registration_limit: { title: 'Too many new accounts at once', advice: 'Please try again in a minute.' },
  username_taken: {
    title: 'Your username is taken',
    advice: 'Somebody else has the username that you would get. Ask your administrator.',
  },
  identity_unbound: {
    title: 'This identity was unbound from an account',
    advice:
      'Sign in to that account in another way and bind it there again, or bind it to another account of yours.',
  },
  identity_taken: {
    title: 'This identity belongs to another account',
    advice:
      'Sign in to that account and unbind it there first. Where it is the only way into it, ask your administrator to.',
  },
  identity_conflict: {
    title: 'This identity contradicts what is stored',
    advice:
      'Your id in the company directory belongs to another sign-in. Tell your administrator the number below.',
  },
  source_already_bound: {
    title: 'Your account already has an identity of this kind',
    advice: 'Unbind the present one first.',
  },
  source_followed: {
    title: 'This way to sign in belongs to your organisation',
    advice: 'Your account follows its directory. Only an administrator can take it away.',
  },
  last_credential: {
    title: 'This is your only way to sign in',
    advice: 'Bind another one or set a password first.',
  },
  last_administrator: {
    title: 'Somebody has to stay in charge',
    advice: 'This would leave no administrator who can sign in. Make another one first.',
  },
  credentials_wrong: { title: 'The username or password is wrong', advice: 'Please try again.' },
  sign_in_again: {
    title: 'Please sign in again',
    advice: 'Your last sign-in was more than ten minutes ago; this change needs a fresh one.',
  },
  password_weak: { title: 'This password cannot be used', advice: 'Choose another one.' },
  store_unavailable: { title: 'We cannot reach our database', advice: 'Please try again in a moment.' },
  internal: {
    title: 'Something went wrong on our side',
    advice: 'Tell your administrator the number below.',
  },
}

const passwordFaults: Record<PasswordFault, string> = {
  short: 'The password is too short: at least 12 characters.',
  long: 'The password is too long.',
  common: 'This password is one of the first that others would try.',
  name: 'The password is little more than your username.',
}

/** Minutes where seconds would be a large number. */
function duration(seconds: number): string {
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Every sentence of the pages. The Chinese table has the same shape, so none can be forgotten. */
export const en = {
  errors,
  passwordFaults,
  sandbox: 'SANDBOX – simulated vendors, made-up people, nothing is kept',
  signIn: 'Sign in',
  signInTo: (place: string) => `Sign in to ${place}`,
  signInWith: (source: string) => `Continue with ${source}`,
  signInAgain: 'Please sign in again to go on: this change needs a fresh sign-in.',
  signedOut: 'You are signed out.',
  signInRanOut: 'Your sign-in has run out. Please sign in again.',
  accessEnded:
    'Your access has ended, and so you were signed out. If this is a mistake, ask your administrator.',
  accessEndedBy: (source: string) =>
    `Your access by ${source} has ended, and so you were signed out. Sign in another way that you have bound, or ask your administrator.`,
  signingIn: 'Signing you in …',
  noSources: 'No way to sign in is open at the moment. Ask your administrator.',
  or: 'or',
  organization: 'Organisation id or e-mail address',
  organizationHint:
    'Your administrator knows the id. Of an address only the part after the @ is looked at, and that alone will do.',
  organizationUnknown:
    'There is no organisation with this id or for this address. Check the spelling, or ask your administrator.',
  otherOrganization: 'Choose another organisation',
  otherWays: 'Other ways to sign in',
  username: 'Username',
  password: 'Password',
  signOut: 'Sign out',
  signOutQuestion: 'Do you want to sign out?',
  signOutMeans: 'You will be signed out here, and of the apps that you opened from here.',
  staySignedIn: 'Stay signed in',
  account: 'My account',
  role: { general: 'Member', guest: 'Guest', admin: 'Administrator' },
  baseDir: 'Base directory',
  groups: 'Groups',
  permissions: 'Permissions',
  permissionSum: (sum: number) => `sum ${sum}`,
  noPermissions: 'none',
  email: 'E-mail',
  phone: 'Phone',
  identities: 'Ways to sign in',
  identitiesAdvice: 'Bind a second one, so that you can still get in when the first is out of order.',
  boundAt: (when: string) => `bound on ${when}`,
  notBound: 'not bound',
  closed: 'closed by the administrator',
  bind: 'Bind',
  unbind: 'Unbind',
  unbindAdvice: 'You will no longer get in this way, until you bind it again.',
  unbindReally: 'Yes, unbind',
  directories: 'Directories',
  noDirectories: 'Accounts follow no directory: no source of the file has sync.',
  notReadYet: 'Not read yet.',
  runStatus: {
    complete: 'complete',
    partial: 'partial: nobody was disabled',
    failed: 'failed: nothing was changed',
  },
  runRead: (departments: number, members: number) => `read ${departments} departments, ${members} members`,
  runChanges: ({ created, updated, disabled, enabled, conflicts }: Changes) =>
    `${created} created, ${updated} updated, ${enabled} enabled again, ${disabled} disabled, ${conflicts} conflicts`,
  runDetails: (lines: number) => `${lines} more`,
  out: (name: string) => `${name}: disabled`,
  onlyOne: 'your only way in',
  followed: 'kept by your organisation',
  passwordTitle: 'Password',
  passwordSet: 'You can sign in with your username and a password.',
  passwordUnset: 'Set one to sign in with your username, without any of the services above.',
  wrongCurrent: 'The current password is wrong.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  newPasswordHint: 'At least 12 characters. A sentence is a good password.',
  savePassword: 'Save the password',
  sessions: 'Signed in',
  thisSession: 'this browser',
  since: (when: string) => `since ${when}`,
  unknownBrowser: 'Unknown browser',
  signOutOthers: 'Sign out everywhere else',
  done: {
    bound: 'The identity is bound to your account.',
    unbound: 'The identity is no longer bound to your account.',
    password: 'The new password is in force. All other browsers were signed out.',
    others: 'All other browsers were signed out.',
  },
  goingTo: (source: string) => `Going to ${source} …`,
  goOn: 'Continue',
  enterReally: (app: string) => `Open ${app}?`,
  enterAdvice: 'Another website has sent you here. Continue only if you want to open this app now.',
  enter: 'Open',
  handedOver: 'You can close this window.',
  bindTo: (source: string, username: string) => `Bind ${source} to the account ${username}?`,
  tryAgainIn: (seconds: number) => `Please try again in ${duration(seconds)}.`,
  errorId: 'Number',
  back: 'Back to the start',
  backToAccount: 'Back to my account',
  backToApps: 'Back to the apps',
  contact: 'Your administrator:',
  /** Why somebody may not enter an app; nothing wanted: nobody may. */
  unfitName: 'Your user name there would have characters that no user of this app has, or be too long.',
  lacking: {
    groups: (wanted: readonly string[]) =>
      wanted.length === 0
        ? 'It is open to no group at present.'
        : `It asks for one of these groups, and you are in none of them: ${wanted.join(', ')}.`,
    departments: (wanted: readonly string[]) =>
      wanted.length === 0
        ? 'It is open to no department at present.'
        : `It asks for one of these departments, and you are in none of them: ${wanted.join(', ')}.`,
    sources: (wanted: readonly string[]) =>
      wanted.length === 0
        ? 'It is open to no way to sign in at present.'
        : `It asks for one of these ways to sign in, and you have bound none of them: ${wanted.join(', ')}.`,
  },
  apps: 'Apps',
  noApps: 'There is no app for you yet. Ask your administrator which ones you may use.',
  search: 'Search',
  searchApps: 'Search the apps',
  appsFound: (found: number, all: number) => `${found} of ${all}.`,
  showAll: 'Show all',
  admin,
}

export type Text = typeof en
