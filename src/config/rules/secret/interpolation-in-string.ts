import type { Path } from '../../../diagnostics/diagnostic.ts'
import { secretForm } from '../../../diagnostics/secret-form.ts'
import type { Draft } from '../../draft.ts'
import type { Schema } from '../../schema/schema.ts'
import { nameOf, valueAt } from '../../shape/context.ts'
import { fromRoot, valueItself } from '../../shape/reference-text.ts'
import { keyed } from '../../shape/value.ts'
import { type Literal, literalIn } from '../../taken-literally.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isProse, type Text, texts } from '../texts.ts'

/** Nothing is put in for `${X}` or `$X`: whoever writes it expects something else than what is there. */
export const interpolationInString: Rule = draft =>
  texts(draft, text => literalIn(text) !== undefined).flatMap(found => {
    const literal = literalIn(found.text)
    if (literal === undefined || isMeant(found.at, literal, draft)) return []
    const schema = draft.schemaOf(found.at) ?? {}
    return [
      {
        at: found.at,
        ...(!literal.isTemplate && { severity: 'warning' }),
        message: `${nameOf(found.at)} is taken literally: nothing is put in for ${literal.shown}`,
        help: ofPlaceholders(found, schema) ?? ofReference(found, literal, schema),
      },
    ]
  })

/** A program that a shell reads, a sentence, and what only a library knows but where it is nothing else. */
function isMeant(at: Path, { isTemplate, variable }: Literal, draft: Draft): boolean {
  if (at.at(-2) === 'exec') {
    const before = Number(at.at(-1)) - 1
    return !isTemplate || /^-[a-z]*c$/.test(String(valueAt(draft.parsed.data, [...at.slice(0, -1), before])))
  }
  if (isTemplate) return false
  return at.at(-1) === 'description' || (variable === undefined && isProse(draft, at))
}

/** `{username}` for `${username}`, where the description of the key says that something is put in for that. */
function ofPlaceholders({ at, text }: Text, { description = '' }: Schema): string | undefined {
  const known: readonly string[] = [...new Set(description.match(/\{[A-Za-z]+\}/g))]
  if (known.length === 0) return undefined
  const meant = text.replace(/\$\{\s*(\w+)\s*\}|\{\{\s*(\w+)\s*\}\}/g, (_, a, b) => `{${a ?? b}}`)
  const isWhole = [...meant.matchAll(/\$?\{+[^{}]*\}*/g)].every(([part]) => known.includes(part))
  return isWhole && /[{]/.test(meant) && meant.length <= 60 && secretForm(meant) === undefined
    ? `write ${keyed(at, quote(meant))}`
    : `the placeholders here are ${list(known)}, with one pair of braces each`
}

function ofReference({ at, text }: Text, { variable }: Literal, schema: Schema): string {
  const credential = /^\$\{?CREDENTIALS_DIRECTORY\}?\/([A-Za-z0-9_-][\w.-]*)$/.exec(text)?.[1]
  if (at.at(-1) === 'file' && credential !== undefined)
    return `write { credential: ${credential} } instead of { file: … }`
  const whole = fromRoot(text)
  if (whole !== text)
    return whole.length <= 60 && secretForm(whole) === undefined
      ? `write the whole path: ${keyed(at, whole)}`
      : `write the whole path: ${fromRoot('~/…')}`
  if (schema['x-ref'] !== true) return valueItself
  return variable === undefined
    ? 'write the value itself, or put the whole of it into a variable and write { env: NAME }'
    : `write ${keyed(at, `{ env: ${variable} }`)}, or the value itself`
}
