import type { Path } from '../../diagnostics/diagnostic.ts'
import { isPlaceName } from '../place-name.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { secretExample } from './example.ts'
import { fileReference, type ReferenceText, referenceText } from './reference-text.ts'
import { keyed } from './value.ts'
import { replaceIt, replaceOurs } from './written-out.ts'

/** A literal where a reference belongs. Not a failed part: what else the source says can still be judged. */
export function inlineSecret(path: Path, context: Context): ShapeFinding {
  const value = valueAt(context.data, path)
  const elsewhere = typeof value === 'string' ? referenceText(value) : undefined
  const file = typeof value === 'string' ? fileReference(value) : undefined
  const help = `write ${keyed(path, elsewhere?.reference ?? file ?? secretExample(path, context.data))}`
  const found = {
    severity: 'error',
    at: path,
    label: 'must be a reference',
    secret: true,
    failed: [],
  } as const
  if (value === '') return { ...found, rule: 'schema/wrong-type', message: `${nameOf(path)} is empty`, help }
  return elsewhere
    ? {
        ...found,
        rule: 'secret/interpolation-in-string',
        message: `${nameOf(path)} is taken literally: nothing is put in for ${named(elsewhere)}`,
        help: elsewhere.reference
          ? `${help}${elsewhere.shown.endsWith(' in quotes') ? ', without quotes around it' : ''}`
          : elsewhere.isStore
            ? `${help}, and let what starts the server read it from there into that variable`
            : `${help}\nif the secret itself was written here, replace it at the vendor`,
      }
    : {
        ...found,
        rule: 'secret/inline',
        message: `${nameOf(path)} is a secret written in the file`,
        help: `${help}\n${path[0] === 'keys' ? replaceOurs : replaceIt}`,
      }
}

/** With its name in it, where that is one for certain: anything else may be a secret. */
function named({ shown, reference }: ReferenceText): string {
  const [, kind = '', name = ''] = /^\{ (\w+): (.+) \}$/.exec(reference ?? '') ?? []
  return isPlaceName(kind, name) ? shown.replace('…', () => name) : shown
}

/** What a person would write as the secret itself. */
export const isLiteral = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
