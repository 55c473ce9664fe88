import { parametersOfPostgres, postgresIn, strangeMode, strangeParameters } from '../../database-address.ts'
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Place } from '../rules/references.ts'
import type { Schema } from '../schema/schema.ts'
import { count } from '../words.ts'
import { byteOrderMark, isContents, whyNot } from './contents.ts'
import type { Fault, Looking } from './looking.ts'
import { isPlaceholder } from './placeholder.ts'

/** Why a value cannot be what its key takes. */
export function whyWrong(
  { at, reference, schema, isForeign }: Place,
  value: string,
  looking: Looking,
): Fault | undefined {
  const holds = schema['x-holds']
  if (isContents(holds)) return whyNot(holds, value, looking)
  const bytes = Buffer.byteLength(value)
  if (isPlaceholder(value, reference))
    return {
      rule: 'secret/placeholder',
      message: `still holds a placeholder (${bytes} bytes)`,
      help: 'put the real value there',
    }
  const fault =
    atTheEnds(value) ??
    (isDatabase(at) ? ofDatabase(schema, value) : ofText(isForeign ? asked(schema) : schema, value))
  if (fault || !isCookieKey(at) || bytes >= leastBytes) return fault
  return {
    rule: 'secret/short',
    message: `has ${bytes} bytes: a cookie key has at least ${leastBytes}`,
    help: 'make one: openssl rand -base64 32',
  }
}

function atTheEnds(value: string): Fault | undefined {
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
  return undefined
}

/** What a text has to be. */
interface Line {
  readonly pattern?: string | undefined
  /** A noun phrase. */
  readonly form?: string | undefined
  readonly rule?: string
  readonly help?: string
}

/** What vendors call EncodingAESKey or aes_key: with a "=" behind it, base64 of 32 bytes. */
const encodingAesKey: Line = {
  pattern: '^[A-Za-z0-9]{43}$',
  form: '43 letters and digits',
  rule: 'events/aes-key-format',
  help: 'copy it once more from the page of the console where it is made: 43 letters and digits, no "=" behind them',
}

function ofText(schema: Schema, value: string): Fault | undefined {
  const { pattern, form = unknownForm, rule, help } = lineOf(schema)
  const fits =
    (pattern === undefined || new RegExp(pattern, 'u').test(value)) &&
    (schema.format !== 'uri' || URL.canParse(value))
  if (fits) return undefined
  return {
    ...(rule !== undefined && { rule }),
    message: `is not ${form} (${count([...value].length, 'character')})`,
    help: help ?? `put ${form === unknownForm ? 'such a value' : form} there`,
  }
}

/**
 * Of a type that a plugin adds: its patterns are a stranger's, and each would be a question of one bit about any variable
 * that the file likes to name.
 */
const asked = ({ 'x-holds': holds, format }: Schema): Schema => ({
  ...(typeof holds === 'string' && { 'x-holds': holds }),
  ...(format !== undefined && { format }),
})

function lineOf(schema: Schema): Line {
  const holds = schema['x-holds']
  if (holds === 'encoding-aes-key') return encodingAesKey
  if (typeof holds === 'object' && 'pattern' in holds) return holds
  return { pattern: schema.pattern, form: schema['x-form'] }
}

const unknownForm = 'what this key takes'

/** Unlike in the file there may be a password in it. */
function ofDatabase({ pattern = '' }: Schema, value: string): Fault | undefined {
  const withoutPassword = value.replace(/^(postgres(?:ql)?:\/\/[^:@/\s]+):[^@/\s]*@/, '$1@')
  const isAddress = new RegExp(pattern, 'u').test(withoutPassword)
  if (!isAddress || (!value.startsWith('sqlite:') && postgresIn(value) === undefined))
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

const leastBytes = 32
const isDatabase = (at: Path) => at[0] === 'storage' && at[1] === 'url'
const isCookieKey = (at: Path) => at[0] === 'keys' && at[1] === 'cookie'
