import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { type SchemaOf, schemasOf } from '../../src/config/schemas.ts'
import { loadTypes } from '../../src/config/types.ts'
import { entriesOf } from './entries.ts'

/** A file that has every key of the language, and what is said of it after a change. */
export const text = readFileSync(new URL('ok/whole-language.yaml', import.meta.url), 'utf8')
export const data = parse(text)
export const entries = entriesOf(text)
export const thirds = <T>(all: readonly T[]) => all.filter((_, index) => index % 3 === 0)

export const schemaOf: SchemaOf = schemasOf(data, await loadTypes(data))

export const splice = (start: number, end: number, instead: string) =>
  text.slice(0, start) + instead + text.slice(end)
export const find = async (changed: string) =>
  (await compile(changed, { file: 'x.yaml' })).diagnostics.map(({ rule, range }) => ({
    rule,
    at: range.start.offset,
  }))
