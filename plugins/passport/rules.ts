import type { Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>

/** Names and addresses: who gives one up hands the account to whoever takes it next. */
const mutable =
  /^(?:name|displayname|display_name|fullname|username|user_name|userprincipalname|upn|login|nick|nickname|handle|screen_name|preferred_username|e?mails?|email_address|mobile|phone)$/i

/** Also names, where they end the path: what is below an account may be its id. */
const mutableAtEnd = /^(?:account|account_?name|login_?(?:name|id)|address)$/i

/** Said of many people at once: they would all be one. */
const shared =
  /^(?:provider|gender|iss|aud|tid|hd|tenant(?:_?id)?|org(?:ani[sz]ation)?|company|department|title|type|role|plan|locale|zoneinfo|location|site_admin|(?:email_)?verified)$/i

/** Another one at the next sign-in, or with the next picture. */
const fleeting =
  /^(?:_raw|photos?|pictures?|avatar(?:_?url)?|profile_?url|html_url|iat|exp|jti|sid|nonce|at_hash|(?:updated|created)_?at)$/i

export function mutableSubject({ identity: { subject } }: Options): Finding[] {
  const why = whyNoId(subject.split('.'))
  if (why === undefined) return []
  return [
    {
      rule: 'passport/mutable-subject',
      severity: 'error',
      at: ['identity', 'subject'],
      message: why,
      help: 'name what the vendor never gives to another person, such as id, _json.id or _json.sub',
    },
  ]
}

function whyNoId(keys: readonly string[]): string | undefined {
  const last = keys.at(-1) ?? ''
  const changing = keys.find(key => mutable.test(key)) ?? (mutableAtEnd.test(last) ? last : undefined)
  if (changing !== undefined) return `"${changing}" can be changed, and then be somebody else's`
  if (shared.test(last)) return `"${last}" is the same for many people, who would all have one account`
  const passing = keys.find(key => fleeting.test(key))
  return passing && `"${passing}" does not stay the same, and nobody would find their account again`
}

const kept = 'remove it: the server makes, keeps and compares its own'

/** Options that nearly every strategy has and that are the host's here. */
const ours: Readonly<Record<string, string>> = {
  callbackURL: 'remove it: the address is that of this source, which callbackUrl beside "options" can change',
  callbackUrl: 'move it beside "options", if the address is to be another one than usual',
  passReqToCallback: 'remove it: nobody would read the request',
  pkce: 'move it beside "options", where it is true unless it says false',
  state: kept,
  store: kept,
  nonce: kept,
  maxAge: 'remove it: nothing remembers when the sign-in began',
}

export function hostOption({ options: given }: Options): Finding[] {
  return Object.keys(given)
    .filter(key => Object.hasOwn(ours, key))
    .map(key => ({
      rule: 'passport/host-option',
      severity: 'error',
      at: ['options', key],
      message: `"${key}" of the strategy is not for the file to say`,
      help: ours[key] ?? '',
    }))
}

/** They hand what the browser sent to a function of the application, and that would be nobody. */
const unchecked = new Set([
  'passport-local',
  'passport-http',
  'passport-http-bearer',
  'passport-custom',
  'passport-json',
  'passport-headerapikey',
  'passport-cookie',
])

export function noCheck({ module }: Options): Finding[] {
  if (!unchecked.has(module)) return []
  return [
    {
      rule: 'passport/no-check',
      severity: 'error',
      at: ['module'],
      message: `"${module}" checks nobody: it leaves that to its application`,
      help: 'for passwords that this server keeps, write type: local; for a directory, type: ldap',
    },
  ]
}
