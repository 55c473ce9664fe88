import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secret-key.ts'
import { hasPassword, isDatabaseFile, scheme } from '../database-text.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import { list, plainText, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { form, scalar } from './example.ts'
import { referenceText } from './reference-text.ts'
import { isBeside } from './rename.ts'
import type { Value } from './value.ts'

// the default is an empty database in a file: never what somebody meant who named another one

/** What to write for a database that is not written as it should be. */
export function databaseInstead({ path, schema, value, shown, context }: Value): string | undefined {
  const isMap = path.join('.') === 'storage'
  if (typeof value !== 'string' || !(isMap || path.join('.') === 'storage.url')) return undefined
  const url = isMap ? (context.schemaOf(['storage', 'url']) ?? {}) : schema
  const { reference } = referenceText(value) ?? {}
  // `file:./data/sso.db` is the address of others
  const isOfOthers = /^file:/.test(value) && isDatabaseFile(value.replace(scheme, ''))
  if (reference !== undefined && !isOfOthers) return `write storage: { url: ${reference} }`
  const isShown = shown === quote(value) && !hasPassword(value)
  if (isShown && new RegExp(url.pattern ?? '', 'u').test(value)) return written(value)
  if (/^(?!sqlite|file)[a-z][a-z0-9+.-]*:/i.test(value)) return inVariable(hasPassword(value))
  // `///./data` of others is relative, and what has a host in front of its path is not
  const file = value
    .replace(scheme, '')
    .replace(/^\/+(?=\.)/, '')
    .replace(/^\/\/localhost(?=\/)|^localhost(?=\/)/, '')
  return isShown && isDatabaseFile(file) ? written(`sqlite:${file}`) : `write ${form(url)}`
}

/** `{ env: NAME }` or the parts of an address, where `storage` has nothing but one address: all of them are one mistake. */
export function databaseParts(
  map: Path,
  keys: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const given = valueAt(context.data, map)
  const names = keys.filter(key => parts.test(key))
  const [first] = names
  if (map.join('.') !== 'storage' || first === undefined || names.length < keys.length) return undefined
  const at = [...map, first]
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at,
    on: 'key',
    message: `unknown ${names.length === 1 ? 'key' : 'keys'} ${list(names)} in "storage"`,
    help: isBeside(at, 'url', context)
      ? `"url" is there already: make one of the two`
      : fromParts(given, names),
    failed: [map],
  }
}

function fromParts(given: unknown, names: readonly string[]): string {
  // `config: { file: … }`, `local: { path: … }`
  const inner = names.flatMap(name => valueAt(given, [name])).filter(isRecord)
  const of = (name: string) =>
    [given, ...inner].map(map => plainText(valueAt(map, [name]) ?? '')).find(Boolean) ?? ''
  const file = ['path', 'file', 'filename', 'database', 'sqlite'].map(of).find(isDatabaseFile)
  if (file !== undefined) return written(`sqlite:${file}`)
  const [kind = ''] = names
  if (referenceKinds.includes(kind) && names.length === 1)
    return `write storage: { url: ${referenceTo(kind, of(kind))} }`
  return inVariable([...names, ...inner.flatMap(Object.keys)].some(isSecretKey))
}

const parts =
  /^(?:env|file|credential|exec|type|kind|driver|dialect|engine|client|connection.*|dsn|host(?:name)?|server|address|port|user(?:name)?|pass(?:word|wd)?|database|db(?:name|_name)?|name|schema|ssl(?:_?mode)?|tls|path|filename|postgres(?:ql)?|mysql|sqlite3?|config|options|local)$/i

const written = (url: string): string => `write storage: { url: ${scalar(url)} }`

const inVariable = (isOut: boolean): string =>
  `write storage: { url: { env: SSO_DATABASE_URL } }
that variable has the whole address in it, with the password: postgres://HOST/DATABASE${isOut ? '\nthe one here may be in the git history already: replace it at the database' : ''}`
