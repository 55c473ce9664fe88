import { posix } from 'node:path'
import { redacted } from '../../config/shown.ts'
import { mayHaveLogin } from '../../diagnostics/address-login.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { sounds } from '../../diagnostics/secret-form.ts'
import { namesOf, type ProfileName, profile } from '../../permissions.ts'
import { type Settings, secretsOf } from './alist-export.ts'
import type { First, FirstSource } from './first.ts'
import { type Remarks, remarks as remarksIn } from './words.ts'

/** The platforms of AList, in its own spelling; each is a source type here. Of another one nobody knows what its settings mean. */
const platforms = ['Casdoor', 'Github', 'Microsoft', 'Google', 'Dingtalk', 'OIDC']

/** The source type of the platform that is chosen there; undefined for one that AList does not have. */
export function typeIn(settings: Settings): string | undefined {
  const platform = settings.get('sso_login_platform')?.toLowerCase()
  return platforms.map(word => word.toLowerCase()).find(type => type === platform)
}

/** The first file with what of the settings has a key here. Secrets have none: they stay where they are. */
export function takeOver(first: First, settings: Settings): First {
  const says = remarksIn[first.language]
  const type = typeIn(settings)
  const source = first.sources.find(one => one.type === type)
  const file = fold(fileRows, settings, first, says)
  const own = source
    ? fold(sourceRows, settings, source, says)
    : { taken: undefined, remarks: fold(kept.map(laterVersion), settings, undefined, says).remarks }
  return {
    ...file.taken,
    sources: first.sources.map(one => (one === source ? (own.taken ?? one) : one)),
    remarks: [
      ...own.remarks,
      ...file.remarks,
      ...(settings.get('sso_client_secret') ? [source ? says.secretGoes : says.secret] : []),
      ...(source ? whoCameIn(source, says) : []),
      says.accounts,
    ],
  }
}

/** AList asked a platform for no more than a name: whoever had an account there came in. */
function whoCameIn({ keys, plugin }: FirstSource, says: Remarks): string[] {
  if (keys.allow) return [says.allow]
  if ('tenant' in plugin.options.properties) return [says.tenant]
  return 'membership' in plugin.options.properties ? [says.members] : []
}

/** A changed thing that is worth a word. */
interface Told<T> {
  readonly thing: T
  readonly remark: string
}

/** A setting with what becomes of it: a changed thing, or why there is none, or both. A remark quotes only what has the form. */
type Row<T> = readonly [
  key: string,
  take: (value: string, thing: T, says: Remarks) => T | string | Told<T>,
  form?: RegExp | undefined,
]

function fold<T>(
  rows: readonly Row<T>[],
  settings: Settings,
  start: T,
  says: Remarks,
): { taken: T; remarks: string[] } {
  const remarks: string[] = []
  const secrets = secretsOf(settings)
  const taken = rows.reduce((thing, [key, take, form]) => {
    const value = settings.get(key) ?? ''
    // what is a secret elsewhere in the export is as good as nothing here
    const isSecret = [value, decoded(value)].some(
      text => mayHaveLogin(text) || secrets.some(secret => repeats(text, secret)),
    )
    const next = value === '' ? thing : take(isSecret ? '' : value, thing, says)
    const isTold = typeof next === 'object' && next !== null && 'remark' in next
    if (typeof next !== 'string' && !isTold) return next
    const isQuoted = !isSecret && !sounds(value) && (form?.test(value) ?? true)
    const told = isQuoted ? shortened(json(value).trimEnd()) : redacted
    remarks.push(`${key} ${told}: ${isTold ? next.remark : next}`)
    return isTold ? next.thing : thing
  }, start)
  return { taken, remarks }
}

/** What is short is in many a word by chance. */
const repeats = (value: string, other: string): boolean =>
  value === other || (other.length >= 6 && value.includes(other))

/** `%3A` hides a colon from nobody. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** As AList reads a switch; everything else is off. */
const isOn = (value: string): boolean => value === 'true' || value === '1'

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 60)}…` : text)

/** A name or a password before the host is none. */
const anAddress = /^https:\/\/[^\s@]+$/

/** Nothing in it can be a name or a password before the host, nor what a query has. */
const aPlainAddress = /^[^\s@?#%"{}]+$/

const aCertificate = /^-----BEGIN CERTIFICATE-----/

const sourceRows: readonly Row<FirstSource>[] = [
  ['sso_login_platform', (_, source) => source],
  ['sso_login_enabled', (value, source) => ({ ...source, closed: !isOn(value) })],
  [
    'sso_client_id',
    (value, source, says) =>
      /^[!-~]{1,128}$/.test(value) && !sounds(value) ? withKey(source, 'clientId', value) : says.noClientId,
  ],
  [
    'sso_endpoint_name',
    (value, source, says) => {
      const key = addressKey(source)
      if (key === undefined) return source
      const fits = anAddress.test(value) && URL.canParse(value) && !sounds(value)
      // of an issuer each character counts
      const address = key === 'issuer' ? value : value.replace(/\/+$/, '')
      return fits ? withKey(source, key, address) : says.noAddress
    },
    aPlainAddress,
  ],
  // long, and nothing to be read
  [
    'sso_jwt_public_key',
    (_value, source, says) => ('certificate' in source.plugin.options.properties ? says.certificate : source),
    aCertificate,
  ],
  ['sso_organization_name', named('organization')],
  ['sso_application_name', named('application')],
  [
    'sso_extra_scopes',
    (value, source, says) => {
      const described = source.plugin.options.properties.scopes
      if (described === undefined || !('default' in described) || !Array.isArray(described.default))
        return says.ownScopes
      const extra = value.split(/\s+/).filter(word => word !== '')
      return extra.length > 0 && extra.every(word => /^[!#-[\]-~]{1,128}$/.test(word)) && !sounds(value)
        ? withKey(source, 'scopes', [...new Set([...described.default, ...extra])])
        : says.noScopes
    },
  ],
  [
    // what AList made of it, subject and username at once, has no key here
    'sso_oidc_username_key',
    (_value, source, says) => ('issuer' in source.plugin.options.properties ? says.usernameKey : source),
  ],
]

/** A name that AList never read, and that a source type may need. */
function named(key: string) {
  return (value: string, source: FirstSource, says: Remarks): FirstSource | string => {
    if (!Object.hasOwn(source.plugin.options.properties, key)) return source
    return /^[^\p{Cc}/\s]{1,100}$/u.test(value) && !sounds(value)
      ? withKey(source, key, value)
      : says.noName(key)
  }
}

/** What a comment keeps for the version that has such a source. */
const kept = sourceRows.filter(([key]) => key !== 'sso_login_enabled')
const laterVersion = ([key, , form]: Row<FirstSource>): Row<undefined> => [
  key,
  (_value, _thing, says) => says.noSource,
  form,
]

const fileRows: readonly Row<First>[] = [
  [
    'sso_auto_register',
    (value, first) => withDefault(first, { enabled: first.autoRegister.enabled || isOn(value) }),
  ],
  [
    'sso_default_dir',
    (value, first, says) => {
      const folder = posix.normalize(value)
      if (!/^\/[^\p{Cc}\p{Cf}\ufffd\\{}$]{0,500}$/u.test(value) || value.split('/').includes('..'))
        // "/" in its place would be more than was meant
        return { thing: withDefault(first, { enabled: false }), remark: says.noFolder }
      const thing = withDefault(first, { baseDir: folder })
      return folder === value ? thing : { thing, remark: says.folder(folder) }
    },
  ],
  [
    'sso_default_permission',
    (value, first, says) => {
      const sum = /^\d{1,10}$/.test(value) ? Number(value) : Number.POSITIVE_INFINITY
      const name = profileNames.find(one => sum <= 0x7fff_ffff && namesOf(sum, profile(one)).rest === 0)
      if (name === undefined) return says.noSum
      const changed = withDefault(first, { permissions: namesOf(sum, profile(name)).names })
      if (name === profileNames[0]) return changed
      const thing = { ...changed, permissionProfile: name }
      const remark = otherInOpenList(sum, says)
      return remark === undefined ? thing : { thing, remark }
    },
  ],
  ['sso_compatibility_mode', (value, first, says) => (isOn(value) ? says.compatibility : first)],
  ['ldap_login_enabled', (value, first, says) => (isOn(value) ? says.ldap : first)],
  ['default_role', (_value, _first, says) => says.role],
  ['allow_register', (value, first, says) => (isOn(value) ? says.registering : first)],
]

/** An export does not say which of the two it is of. */
function otherInOpenList(sum: number, says: Remarks): string | undefined {
  const [alist, openlist] = [profile('alist'), profile('openlist')]
  const bits = alist.bits.flatMap(({ name, value }) => {
    const other = openlist.bits.find(bit => bit.value === value)?.name ?? '–'
    return (sum & value) === 0 || other === name ? [] : [says.bit(String(value), name, other)]
  })
  return bits.length === 0 ? undefined : says.otherBits(bits.join(says.and))
}

/** The default one, and the one that has its later bits too. */
const profileNames: readonly ProfileName[] = ['alist-3.22', 'alist']

const withDefault = (first: First, changed: Partial<First['autoRegister']>): First => ({
  ...first,
  autoRegister: { ...first.autoRegister, ...changed },
})

const withKey = (source: FirstSource, key: string, value: unknown): FirstSource => ({
  ...source,
  keys: { ...source.keys, [key]: value },
})

/** The key of a source with the one address that everything else is found from. */
const addressKey = ({ keys, plugin }: FirstSource): string | undefined =>
  Object.keys(keys).find(key => 'x-endpoint' in (plugin.options.properties[key] ?? {}))
