import type { Path } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../suggest.ts'
import { quote } from '../words.ts'
import type { Context } from './context.ts'
import { corrected } from './corrected.ts'
import { entries } from './entries.ts'
import { scalar } from './example.ts'
import { fileReference } from './reference-text.ts'
import { toValue } from './value.ts'

/** What the value of a key that is called otherwise here has to be under its name; undefined where it can stay as it is. */
export function renamedValue(at: Path, meant: string, context: Context): string | undefined {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  const { value, shown } = given
  const schema = context.schemaOf([...at.slice(0, -1), meant]) ?? {}
  if (typeof value !== 'string' || context.hidden(at) || shown !== quote(value)) return undefined
  if (schema.type === 'array') {
    const items = context.schemaOf([...at.slice(0, -1), meant, 0])
    return items?.type === 'string' ? `[${entries(given, items).join(', ')}]` : undefined
  }
  if (schema.properties?.credential !== undefined) return fileReference(value)
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? undefined : scalar(suggest(value, schema.enum.map(String)))
  const isFit = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)
  return isFit ? undefined : scalar(corrected(value, schema))
}
