import type { Schema } from '../../schema/schema.ts'
import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

const templates = [
  { begins: '${', shown: '$' + '{…}' },
  { begins: '{{', shown: '{{…}}' },
]

/** Nothing is put in for `${X}`: whoever writes it expects something else than what is there. */
export const interpolationInString: Rule = draft =>
  texts(draft, text => templates.some(({ begins }) => text.includes(begins))).map(({ at, text }) => ({
    at,
    message: `${nameOf(at)} is taken literally: nothing is put in for ${templates.find(({ begins }) => text.includes(begins))?.shown}`,
    help: hasPlaceholders(draft.schemaOf(at))
      ? `put its name in single braces, without "$": ${single(text)}`
      : 'write the value itself, or { env: NAME } where a reference is allowed',
  }))

/** Its own placeholders are told in its description: `{username}`. */
const hasPlaceholders = (schema: Schema | undefined): boolean =>
  /\{[a-z]+\}/i.test(`${schema?.description} ${schema?.['x-form']}`)

const single = (text: string): string => {
  const names = [...text.slice(0, 300).matchAll(/\$?\{+ ?([A-Za-z.]{1,40}) ?\}+/g)].map(
    ([, name]) => `{${name}}`,
  )
  return names.length === 0 ? '{username}' : names.join(', ')
}
