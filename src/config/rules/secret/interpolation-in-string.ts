import { secretForm } from '../../../diagnostics/secret-form.ts'
import { nameOf } from '../../shape/context.ts'
import { valueItself } from '../../shape/reference-text.ts'
import { keyed } from '../../shape/value.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { type Text, texts } from '../texts.ts'

const templates = [
  { begins: '${', shown: '$' + '{…}' },
  { begins: '{{', shown: '{{…}}' },
]

/** Nothing is put in for `${X}`: whoever writes it expects something else than what is there. */
export const interpolationInString: Rule = draft =>
  texts(draft, text => templates.some(({ begins }) => text.includes(begins))).map(found => ({
    at: found.at,
    message: `${nameOf(found.at)} is taken literally: nothing is put in for ${templates.find(({ begins }) => found.text.includes(begins))?.shown}`,
    help:
      ofPlaceholders(found, draft.schemaOf(found.at)?.description ?? '') ??
      (draft.schemaOf(found.at)?.properties?.credential === undefined
        ? valueItself
        : 'write the value itself, or { env: NAME }'),
  }))

/** `{username}` for `${username}`, where the description of the key says that something is put in for that. */
function ofPlaceholders({ at, text }: Text, description: string): string | undefined {
  const known: readonly string[] = [...new Set(description.match(/\{[A-Za-z]+\}/g))]
  if (known.length === 0) return undefined
  const meant = text.replace(/\$\{\s*(\w+)\s*\}|\{\{\s*(\w+)\s*\}\}/g, (_, a, b) => `{${a ?? b}}`)
  const isWhole = [...meant.matchAll(/\$?\{+[^{}]*\}*/g)].every(([part]) => known.includes(part))
  return isWhole && meant.length <= 60 && secretForm(meant) === undefined
    ? `write ${keyed(at, quote(meant))}`
    : `the placeholders here are ${list(known)}, with one pair of braces each`
}
