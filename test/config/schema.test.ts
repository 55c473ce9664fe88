import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { generate, readEditorSchema } from '../../build/generate.mjs'
import type { Schema } from '../../src/config/schema/schema.ts'
import { pluginTypes } from '../../src/plugins.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const committed = JSON.parse(read('schemas/sso.config.schema.json')) as Schema

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
