import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Schema } from '../../src/config/schema/schema.ts'
import { errors } from '../../src/errors.ts'
import { written } from '../../src/scenarios/expect/refused.ts'
import { schemaOf } from '../../src/scenarios/schema.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const schema = JSON.parse(read('schemas/sso-test.schema.json')) as Schema

describe('schemas/sso-test.schema.json', () => {
  it('has a title and a description for every key', () => {
    const missing: string[] = []
    const enter = (one: Schema, path: string): void => {
      for (const [key, below] of Object.entries(one.properties ?? {})) {
        const { title, description } = schemaOf(`${path}.${key}`.split('.').slice(1)) ?? below
        if (title === undefined || description === undefined) missing.push(`${path}.${key}`)
        enter(below, `${path}.${key}`)
      }
    }
    enter(schemaOf([]) ?? {}, '')
    for (const [name, one] of Object.entries(schema.definitions ?? {})) {
      if (one.title === undefined || one.description === undefined) missing.push(name)
    }
    expect(missing).toEqual([])
  })

  it('knows refusals by the codes that there are', () => {
    const codes = (Object.keys(errors) as (keyof typeof errors)[]).map(written)
    const known = schemaOf(['tests', 0, 'expect', 'refused'])?.enum ?? []
    expect(known.length).toBeGreaterThan(0)
    expect(known.filter(code => !codes.includes(String(code)))).toEqual([])
  })

  const examples = readdirSync(new URL('examples/', root), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.sso-test.yaml'))
    .map(name => `examples/${name}`)

  it.each(examples)('is what an editor holds %s against: it is right, and a misspelt key is not', file => {
    const validate = new Ajv({ strict: false }).compile(schema)
    const text = read(file)
    const [, named = ''] = /^# yaml-language-server: \$schema=(\S+)/.exec(text) ?? []
    expect(new URL(named, new URL(file, root)).pathname).toMatch(/\/schemas\/sso-test\.schema\.json$/)
    const content = parse(text)
    expect([validate(content), validate.errors]).toEqual([true, null])
    content.tests[0].signin = content.tests[0].signIn
    expect(validate(content)).toBe(false)
  })
})
