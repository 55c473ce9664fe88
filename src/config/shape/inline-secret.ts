import type { Path } from '../../diagnostics/diagnostic.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { secretExample } from './example.ts'

/** A literal where a reference belongs. Not a failed part: what else the source says can still be judged. */
export function inlineSecret(path: Path, context: Context): ShapeFinding {
  const value = valueAt(context.data, path)
  const template = typeof value === 'string' && /\$\{|\{\{/.test(value)
  return {
    rule: template ? 'secret/interpolation-in-string' : 'secret/inline',
    severity: 'error',
    at: path,
    message: template
      ? `${nameOf(path)} is taken literally: nothing is put in for \${…} or {{…}}`
      : `${nameOf(path)} is a secret written in the file`,
    label: 'must be a reference',
    help: template
      ? `write ${key(path)}${secretExample(path, context.data)}`
      : `write ${key(path)}${secretExample(path, context.data)}\nit may be in the git history already: replace the secret at the vendor`,
    secret: true,
    failed: [],
  }
}

const key = (path: Path) => (typeof path.at(-1) === 'string' ? `${String(path.at(-1))}: ` : '')

/** What a person would write as the secret itself. */
export const isLiteral = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
