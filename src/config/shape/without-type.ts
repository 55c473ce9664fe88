import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretOption } from '../../diagnostics/secret-key.ts'
import { apps, sources } from '../../generated/validators.js'
import { certain } from '../certain.ts'
import { expand } from '../schema/expand.ts'
import { resolve, type Schema, schemaAt } from '../schema/schema.ts'
import type { Validate } from '../schema/validate.ts'
import { otherName } from '../suggest.ts'
import { isRecord, type TypedList, typedLists } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Context, ShapeFinding } from './context.ts'
import { inlineSecret, isLiteral } from './inline-secret.ts'

type Entry = Readonly<Record<string, unknown>>

/** What can be judged in an entry whose type nobody knows: its secrets, and the keys that every entry has. */
export interface WithoutType {
  readonly findings: readonly ShapeFinding[]
  /** Says what the common keys are, and holds an entry against them. */
  readonly common: { readonly schema: Schema; readonly validate: Validate | undefined }
}

export function withoutType(entry: Entry, path: Path, list: TypedList, context: Context): WithoutType {
  const schema = commonKeys[list]
  return {
    findings: [...misspelt(entry, path, list, schema), ...secrets(entry, path, context)],
    common: { schema, validate: validators[list] },
  }
}

const commonKeys = {
  get sources() {
    return common('sourceKeys')
  },
  get apps() {
    return common('appKeys')
  },
}

const common = (definition: string): Schema => expand(resolve({ $ref: `#/definitions/${definition}` }))

/** The common keys are the same for every type. */
const validators: Readonly<Record<TypedList, Validate | undefined>> = {
  sources: sources.local,
  apps: apps.link,
}

/** `nmae: …`: where no type has a key that is written like that, `test/config/without-type.test.ts`. */
function misspelt(entry: Entry, path: Path, list: TypedList, schema: Schema): ShapeFinding[] {
  const known = Object.keys(schema.properties ?? {})
  return Object.keys(entry).flatMap((key): ShapeFinding[] => {
    const meant = known.includes(key) ? undefined : certain(key, known)
    if (meant === undefined || meant === 'type' || Object.hasOwn(entry, meant)) return []
    return [
      {
        rule: 'schema/unknown-key',
        severity: 'error',
        at: [...path, key],
        on: 'key',
        message: `unknown key ${quote(key)} in this ${typedLists[list]}`,
        label: `did you mean ${quote(meant)}?`,
        help: `rename it to ${quote(meant)}`,
        failed: [[...path, key]],
      },
    ]
  })
}

/** Sounds like a secret and is none. */
const open = new Set(['tenantKey'])

function secrets(map: Entry, path: Path, context: Context): ShapeFinding[] {
  // a reference
  if (context.sandbox || 'env' in map || 'file' in map || 'credential' in map || 'exec' in map) return []
  return Object.entries(map).flatMap(([key, value]) => {
    const at = [...path, key]
    if (isRecord(value)) return secrets(value, at, context)
    // what other consoles call the id of a client sounds like one
    const isId = otherName(key, ids) !== undefined
    const isSecret = isSecretOption(key) && !open.has(key) && !isId && isLiteral(value) && !isAddress(value)
    return isSecret ? [inlineSecret(at, context)] : []
  })
}

const ids = ['clientId']

const isAddress = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\//.test(value)

/** The same context, with what the schema says of the keys that every entry has. */
export const knowing = (context: Context, entry: Path, schema: Schema): Context => ({
  ...context,
  schemaOf: path =>
    path[0] === entry[0] && path[1] === entry[1] ? schemaAt(schema, path, 2) : context.schemaOf(path),
})
