import type { Path } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../suggest.ts'
import { quote } from '../words.ts'
import type { Context } from './context.ts'
import { corrected } from './corrected.ts'
import { entries } from './entries.ts'
import { scalar, secretExample } from './example.ts'
import { isLiteral } from './inline-secret.ts'
import { fileReference } from './reference-text.ts'
import { toValue } from './value.ts'

/** The discovery document of an issuer, OpenID Connect Discovery 1.0, section 4. */
const wellKnown = /^(https?:\/\/\S+?)\/\.well-known\/openid-configuration$/

/** What the value of a key that is called otherwise here has to be under its name; undefined where it can stay as it is. */
export function renamedValue(at: Path, meant: string, context: Context): string | undefined {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  const { value, shown } = given
  const schema = context.schemaOf([...at.slice(0, -1), meant]) ?? {}
  if (schema['x-secret'] === true)
    return isLiteral(value) ? secretExample([...at.slice(0, -1), meant], context.data) : undefined
  if (typeof value !== 'string' || context.hidden(at) || shown !== quote(value)) return undefined
  if (schema.type === 'array') {
    const items = context.schemaOf([...at.slice(0, -1), meant, 0])
    return items?.type === 'string' ? `[${entries(given, items).join(', ')}]` : undefined
  }
  if (schema.properties?.credential !== undefined) return fileReference(value)
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? undefined : scalar(suggest(value, schema.enum.map(String)))
  const issuer = meant === 'issuer' ? wellKnown.exec(value)?.[1] : undefined
  if (issuer !== undefined) return issuer
  const isFit = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)
  return isFit ? undefined : scalar(corrected(value, schema))
}
