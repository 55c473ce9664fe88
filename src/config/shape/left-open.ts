import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import { list, quote } from '../words.ts'
import { namesOfFile } from './conditions.ts'
import type { Context, ShapeFinding } from './context.ts'

/** What a help leaves open as `…`, only its reader can say: what it is to be, and which such names the file has. */
export function withLeftOpen(finding: ShapeFinding, context: Context): ShapeFinding {
  const { help, at } = finding
  if (!help.includes('…')) return finding
  const keys = new Set([...help.matchAll(/\b(\w+): \[?…/g)].map(([, key = '']) => key))
  const lines = [...keys].flatMap(key => {
    const schema = told.has(key) ? undefined : schemaNear(at, key, context)
    return schema === undefined ? [] : [`in ${quote(key)}: ${meaningOf(key, schema, context)}`]
  })
  const without = help.includes('when: {') ? schemaNear(at, 'when', context)?.description : undefined
  const everybody = /Absent: ([^.]*)/.exec(without ?? '')?.[1]
  if (everybody !== undefined) lines.push(`without "when": ${everybody}`)
  return lines.length === 0 ? finding : { ...finding, help: [help, ...lines].join('\n') }
}

/** Everybody knows what these are, or the help says it in other words. */
const told: ReadonlySet<string> = new Set(['id', 'type', 'name', 'env', 'file', 'credential'])

function meaningOf(key: string, { description = '', title = key }: Schema, { data }: Context): string {
  const [first = ''] = (description || title).split(/[.;:] |\.$/)
  const known = namesOfFile(key, data)
  const words = /^\p{Lu}(?:\p{Ll}| )/u.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first
  return known.length === 0 ? words : `${words}; this file has ${list(known)}`
}

/** The schema of a key of that name: of the value that is wrong, a level or two below it, or beside it. */
function schemaNear(at: Path, key: string, { schemaOf }: Context): Schema | undefined {
  const find = (path: Path, deep: number): Schema | undefined => {
    if (path.at(-1) === key && path.length === at.length) return schemaOf(path)
    const schema = schemaOf(path)
    if (schema === undefined) return undefined
    if (Object.hasOwn(schema.properties ?? {}, key)) return schemaOf([...path, key])
    const below = [...(schema.items ? [0] : []), ...Object.keys(schema.properties ?? {})]
    for (const step of deep === 0 ? [] : below) {
      const found = find([...path, step], deep - 1)
      if (found) return found
    }
    return undefined
  }
  return find(at, 2) ?? find(at.slice(0, -1), 0)
}
