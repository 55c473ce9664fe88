import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { generate, readEditorSchema } from '../../build/generate.mjs'
import type { Schema } from '../../src/config/schema/schema.ts'
import { pluginTypes } from '../../src/plugins.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const committed = JSON.parse(read('schemas/sso.config.schema.json')) as Schema
const editor = new Ajv({ strict: false, validateFormats: false }).compile(committed)

test('the editor schema is up to date: otherwise run node build/generate.mjs', async () => {
  expect(committed).toEqual(await readEditorSchema())
})

test('the editor schema offers every type, each with its words', () => {
  const type = committed.definitions?.source?.properties?.type
  expect(type?.enum).toEqual(pluginTypes)
  expect(type?.enumDescriptions).toHaveLength(pluginTypes.length)
})

test('the editor schema accepts the reference file and refuses a misspelt key', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  const validate = ajv.compile(committed)
  const file = parse(read('sso.config.yaml'))
  expect(validate(file)).toBe(true)
  file.sources[1].clientIdd = 'x'
  expect(validate(file)).toBe(false)
})

/** But those with types of plugins that are named in them, and with secrets in them, which have schemas of their own. */
const whole = readdirSync(new URL('ok/', import.meta.url)).filter(name =>
  /^(?!plugin\.|.*\.sandbox\.).*\.yaml$/.test(name),
)

test.each(whole)('the editor schema accepts %s, as validate does', name => {
  const check = editor(parse(read(`test/config/ok/${name}`), { merge: true, logLevel: 'silent' }))
  expect(check ? [] : editor.errors).toEqual([])
})

test('every word that may be chosen is told what it means', () => {
  const words: string[] = []
  const enter = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { enum: allowed, enumDescriptions: told = [] } = value as Schema
    if (Array.isArray(allowed) && !path.endsWith('/version'))
      words.push(...allowed.flatMap((word, index) => (told[index] ? [] : [`${path}: ${word}`])))
    for (const [key, one] of Object.entries(value)) if (key !== 'if') enter(one, `${path}/${key}`)
  }
  enter(committed, '')
  expect(words).toEqual([])
})

test('nothing is put in that ends its own place', () => {
  const wrong: string[] = []
  const enter = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, one] of Object.entries(value)) {
      if (key === 'default' && /[\\}$]|^\[\]$/.test(JSON.stringify(one)))
        wrong.push(`${path}: ${JSON.stringify(one)}`)
      enter(one, `${path}/${key}`)
    }
  }
  enter(committed, '')
  expect(wrong).toEqual([])
})

test('every property has a title and a description', () => {
  const missing: string[] = []
  const enter = (schema: Schema, path: string): void => {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (property.title === undefined || property.description === undefined) missing.push(`${path}.${key}`)
      enter(property, `${path}.${key}`)
    }
    for (const [key, property] of Object.entries(schema.definitions ?? {})) enter(property, key)
    for (const branch of schema.allOf ?? []) if (branch.then) enter(branch.then, `${path}?`)
  }
  enter(committed, '')
  // in an `if`/`then` of a type, `type` is described by the envelope
  expect(missing).toEqual([])
})

test('making the generated files again changes nothing', async () => {
  const before = read('src/generated/validators/language.js')
  await generate()
  expect(read('src/generated/validators/language.js')).toBe(before)
})

test('the generated validators need nothing else', async () => {
  const url = `data:text/javascript,${encodeURIComponent(read('src/generated/validators/language.js'))}`
  const { root } = await import(/* @vite-ignore */ url)
  expect(root({ version: 1 })).toBe(false)
})
