import type { Schema } from '../schema.ts'
import { isReference, sampleReference } from './reference.ts'
import type { Snippet } from './snippets.ts'

/** What is proposed as a value: words that may stand there with what they mean, references, and no empty default. */
export const proposing = (schema: Schema): Schema => usual(choosing(chosen(referring(schema))))

/** Words that are the only ones. The type would be told a second time of a value that is none of them. */
function chosen({ type, ...schema }: Schema): Schema {
  if (schema.enum === undefined) return { type, ...schema }
  const enumDescriptions = schema.enumDescriptions ?? meanings(schema.enum, schema.description)
  return { ...schema, ...(enumDescriptions && { enumDescriptions }) }
}

/** A word or a map: the words are below `then`, where the server does not look for proposals. */
function choosing(schema: Schema): Schema {
  const { if: given, then, examples: _, ...others } = schema
  const { description = '' } = schema
  if (given?.type !== 'string' || then?.enum === undefined) return schema
  const told = meanings(then.enum, description)
  const words = then.enum.map((word, index) => snippetOf(String(word), told?.[index] ?? description))
  const map = sampleMap(schema)
  return {
    ...others,
    if: given,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { ...then, ...(told && { enumDescriptions: told }) },
    defaultSnippets: [...words, ...(map === undefined ? [] : [snippetOf(map, description)])],
  }
}

/** What stands beside the words: `{ groups: [developers] }`. */
export const sampleMap = ({ 'x-form': form, description = '' }: Schema): string | undefined =>
  /\{ \S+: [^{}]*\}/.exec(form ?? description)?.[0]

const snippetOf = (label: string, description: string): Snippet => ({
  label,
  description,
  body: `^${label}`,
})

/** A reference is put in with a name of its own to be written over. */
function referring(schema: Schema): Schema {
  if (!isReference(schema)) return schema
  const label = sampleReference(schema)
  const body = label.replace(/^(.*: )(\S+) \}$/, (_, key, name) => `^${key}\${1:${name}} }`)
  const description = schema.description ?? ''
  return { ...schema, defaultSnippets: [{ label, description, body }] }
}

/** An empty list or map says nothing, and a brace would end the place that it is put in at. */
function usual(schema: Schema): Schema {
  const { default: value, ...others } = schema
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return isEmpty || (typeof value === 'string' && /[\\}$]/.test(value)) ? others : schema
}

/**
 * What each word means, out of a description that says so: `required: only employees. any: everybody.` or
 * `feishu (feishu.cn) or lark (larksuite.com)`.
 */
export function meanings(words: readonly unknown[], description = ''): string[] | undefined {
  const found = words.map(word => {
    const name = String(word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const sentence = new RegExp(
      `(?:^|[.;] )${name}(?: \\(([^()]*)\\))?: (.+?)(?=[.;] \\S+(?: \\([^()]*\\))?: |\\. [A-Z]|\\.?$)`,
      'u',
    )
    const said = sentence.exec(description)
    if (said) return [said[2], said[1] && `(${said[1]})`].filter(Boolean).join(' ')
    return new RegExp(`(?:^|[\\s])${name} \\(([^()]*)\\)`, 'u').exec(description)?.[1] ?? ''
  })
  return found.some(text => text !== '') ? found : undefined
}
