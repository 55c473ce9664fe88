import { type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parametersOfPostgres, strangeMode, strangeParameters } from '../database-address.ts'
import type { Path } from '../diagnostics/diagnostic.ts'
import type { Reference } from './config.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { isPlaceName } from './place-name.ts'
import { type Place, referencesOf } from './rules/references.ts'
import type { Schema } from './schema/schema.ts'
import { inWords, read, type Surroundings } from './secrets.ts'
import { nameOf } from './shape/context.ts'

/**
 * The rules of `validate --env`: does every reference lead to something that can be what it is for? Values are read
 * and judged here and leave this file as names, lengths and nothing else. No program is run for `exec`.
 */
export function environment(draft: Draft, surroundings: Surroundings): Finding[] {
  const ofReferences = referencesOf(draft).flatMap(place => {
    const { reference } = place
    if ('exec' in reference || 'literal' in reference) return []
    const missing = notThere(place, surroundings)
    if (missing) return [missing]
    const value = readOr(reference, surroundings)
    if (value === undefined) return [unreadable(place)]
    return [openFile(place, surroundings), wrongValue(place, value)].flatMap(found => found ?? [])
  })
  return [...ofReferences, ...missingLogo(draft, surroundings)]
}

/** The one file beside secrets that a server does not start without. */
function missingLogo({ root: { ui } }: Draft, { folder }: Surroundings): Finding[] {
  if (ui?.logo === undefined || stateOf(resolve(folder, ui.logo))?.isFile()) return []
  return [
    {
      rule: 'ui/logo-missing',
      severity: 'error',
      at: ['ui', 'logo'],
      message: 'this picture is not there',
      help: 'put it there, or correct the path',
    },
  ]
}

function notThere({ at, reference }: Place, { env, folder }: Surroundings): Finding | undefined {
  if ('env' in reference) {
    const value = env[reference.env]
    if (value !== undefined && value !== '') return undefined
    return {
      rule: 'secret/env-missing',
      severity: 'error',
      at,
      message: `${inWords(reference)} is ${value === undefined ? 'not set' : 'empty'}`,
      label: `for ${nameOf(at)}`,
      help: 'set it where the server runs',
    }
  }
  const missing = (message: string, help: string): Finding => ({
    rule: 'secret/file-missing',
    severity: 'error',
    at,
    message,
    label: `for ${nameOf(at)}`,
    help,
  })
  if ('credential' in reference && env.CREDENTIALS_DIRECTORY === undefined)
    return missing(
      `${inWords(reference)} has no place: CREDENTIALS_DIRECTORY is not set`,
      'run this where systemd loads the credentials, or set CREDENTIALS_DIRECTORY',
    )
  const found = stateOf(pathOf(reference, { env, folder }))
  if (found?.isFile() && found.size > 0) return undefined
  const what = found === undefined ? 'is not there' : found.isFile() ? 'is empty' : 'is not a file'
  return missing(
    `${inWords(reference)} ${what}`,
    'credential' in reference ? 'name it in LoadCredential=' : 'put the value there, or correct the path',
  )
}

function unreadable({ at, reference }: Place): Finding {
  return {
    rule: 'secret/file-missing',
    severity: 'error',
    at,
    message: `${inWords(reference)} cannot be read, or holds nothing`,
    label: `for ${nameOf(at)}`,
    help: 'put the value there, and let the user of the server read it',
  }
}

function readOr(reference: Reference, surroundings: Surroundings): string | undefined {
  try {
    return read(reference, surroundings)
  } catch {
    return undefined
  }
}

/** Certificates and metadata are no secret, and systemd looks after its credentials itself. */
function openFile({ at, reference }: Place, surroundings: Surroundings): Finding | undefined {
  if (!('file' in reference) || isPublic(at) || process.platform === 'win32') return undefined
  const path = pathOf(reference, surroundings)
  const mode = stateOf(path)?.mode ?? 0
  if ((mode & 0o004) === 0) return undefined
  return {
    rule: 'secret/file-permissions',
    severity: 'warning',
    at,
    message: `every user of this machine can read ${inWords(reference)} (mode ${(mode & 0o777).toString(8).padStart(3, '0')})`,
    label: `for ${nameOf(at)}`,
    help: `take the right away: chmod o-rwx ${isPlaceName('file', reference.file) ? reference.file : 'FILE'}`,
  }
}

/** Never says more of the value than how long it is. */
function wrongValue({ at, reference, schema }: Place, value: string): Finding | undefined {
  const from = inWords(reference)
  const label = `for ${nameOf(at)}`
  const bytes = Buffer.byteLength(value)
  if (isPlaceholder(value, reference))
    return {
      rule: 'secret/placeholder',
      severity: 'error',
      at,
      message: `${from} still holds a placeholder (${bytes} bytes)`,
      label,
      help: 'put the real value there',
    }
  const form = formOf(at, schema, value)
  if (form)
    return {
      rule: 'secret/wrong-form',
      severity: 'error',
      at,
      message: `${from} ${form.message}`,
      label,
      help: form.help,
    }
  if (isCookieKey(at) && bytes < leastBytes)
    return {
      rule: 'secret/short',
      severity: 'error',
      at,
      message: `${from} has ${bytes} bytes: a cookie key has at least ${leastBytes}`,
      label,
      help: 'make one: openssl rand -base64 32',
    }
  return undefined
}

function formOf(at: Path, schema: Schema, value: string): { message: string; help: string } | undefined {
  if (isCertificate(at)) {
    if (/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(value)) return undefined
    return {
      message: 'holds no certificate',
      help: 'put a certificate in PEM form there, -----BEGIN CERTIFICATE-----',
    }
  }
  if (value.startsWith(byteOrderMark))
    return {
      message: 'begins with a byte-order mark, as editors on Windows write it',
      help: 'save it as UTF-8 without BOM: the mark would be taken as part of the value',
    }
  if (/^\s|\s$/.test(value))
    return {
      message: 'begins or ends with white space',
      help: 'remove it: it would be taken as part of the value',
    }
  if (isDatabase(at)) return formOfDatabase(schema, value)
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    return {
      message: `is not ${schema['x-form'] ?? 'what this key takes'}`,
      help: `put ${schema['x-form'] ?? 'such a value'} there`,
    }
  return undefined
}

/** Unlike in the file there may be a password in it. */
function formOfDatabase({ pattern = '' }: Schema, value: string): ReturnType<typeof formOf> {
  const withoutPassword = value.replace(/^(postgres(?:ql)?:\/\/[^:@/\s]+):[^@/\s]*@/, '$1@')
  if (!new RegExp(pattern, 'u').test(withoutPassword))
    return {
      message: 'is no address of a database',
      help: 'put sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE there; of a password, @ / : % are written as %40 %2F %3A %25',
    }
  if (strangeParameters(value).length > 0 || strangeMode(value) !== undefined)
    return {
      message: 'has parameters that are not known here',
      help: `behind sqlite:PATH there are none; a postgres:// address may have ${parametersOfPostgres.join(', ')}`,
    }
  return undefined
}

/** What forms and tutorials put where the value belongs. */
const placeholders: readonly RegExp[] = [
  /^<.*>$|^\[.*\]$|^\$?\{.*\}$|^%.*%$|^\$[A-Z_]+$/,
  /^(.)\1+$/,
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|(?:^|[-_ ])(?:placeholder|todo|fixme|tbd)(?:$|[-_ ])/,
  /^(?:your|my|the|some|a|an|test|demo|dummy|fake|example|sample)[-_ ]?(?:[a-z]+[-_ ]?){0,3}(?:secret|key|token|password|value)s?(?:[-_ ]?here)?$/,
  /^(?:insert|enter|put|paste|fill)[-_ ]/,
  /^(?:secret|password|passwd|token|key|client[-_ ]?secret|app[-_ ]?secret|example|sample|dummy|test|demo|none|null|undefined|n\/a|123456(?:7890?)?|admin|foo|bar)$/,
  /x{3,}[-_.]?x{3,}|^x{3,}|\*{3,}|…|\.{3}$/,
  /^[你您]的|^请(?:填|输入|替换|修改)|^待(?:填|补)/,
]

const longestPlaceholder = 120

function isPlaceholder(value: string, reference: Reference): boolean {
  const plain = value.trim().toLowerCase()
  const ownName = 'env' in reference && plain === reference.env.toLowerCase()
  // metadata and keys as JSON are long, and begin and end with brackets of their own
  const isShort = plain.length <= longestPlaceholder
  return ownName || (isShort && placeholders.some(form => form.test(plain) || form.test(value.trim())))
}

// white space to a regular expression, and nothing that anybody sees
const byteOrderMark = '\uFEFF'

const leastBytes = 32
const isDatabase = (at: Path) => at[0] === 'storage' && at[1] === 'url'
const isCookieKey = (at: Path) => at[0] === 'keys' && at[1] === 'cookie'
/** Files that anybody may read: what a key is for is in its name. */
const isPublic = (at: Path) => isCertificate(at) || at.at(-1) === 'metadata'

const isCertificate = (at: Path) =>
  at.some(segment => segment === 'ca' || segment === 'certificate' || segment === 'certificates')

const pathOf = (reference: Reference, { env, folder }: Pick<Surroundings, 'env' | 'folder'>): string =>
  'file' in reference
    ? resolve(folder, reference.file)
    : resolve(env.CREDENTIALS_DIRECTORY ?? folder, 'credential' in reference ? reference.credential : '')

function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
