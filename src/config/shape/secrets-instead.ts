import type { Path } from '../../diagnostics/diagnostic.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import type { Context } from './context.ts'
import { referenceText } from './reference-text.ts'

/** References in the place of a list of secrets, or of a map that has one: `{ cookie: [{ env: NAME }] }`. */
export function secretsInstead(value: unknown, there: Path, { schemaOf }: Context): string | undefined {
  const isOfSecrets = (path: Path) => schemaOf([...path, 0])?.['x-secret'] === true
  const given = [value].flat()
  const references = given.flatMap(one => referenceIn(one) ?? [])
  if (references.length === 0 || references.length < given.length) return undefined
  const list = `[${references.join(', ')}]`
  if (isOfSecrets(there)) return Array.isArray(value) ? undefined : list
  const key = Object.keys(schemaOf(there)?.properties ?? {}).find(name => isOfSecrets([...there, name]))
  return key === undefined ? undefined : `{ ${key}: ${list} }`
}

function referenceIn(value: unknown): string | undefined {
  if (typeof value === 'string') return referenceText(value)?.reference
  const kind = isRecord(value) ? referenceKinds.find(name => typeof value[name] === 'string') : undefined
  return kind !== undefined && isRecord(value) ? referenceTo(kind, String(value[kind])) : undefined
}
