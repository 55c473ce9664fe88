import { describe, expect, it, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { reference } from './secrets.ts'
import { eachSlip, site } from './slip.ts'

const find = async (text: string) => {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ message, help, range }) => ({ message, help, line: range.start.line }))
}

const lines = reference.split('\n')
const depthOf = (line: string) => line.length - line.trimStart().length

/** Each key of the reference file with a map below it, and the lines of that. */
const sections = lines.flatMap((line, index) => {
  const [, key] = /^ *(?:- )?([A-Za-z]+):\s*(?:#.*)?$/.exec(line) ?? []
  const depth = depthOf(line)
  const rest = lines.slice(index + 1)
  const end = rest.findIndex(other => other.trim() !== '' && depthOf(other) <= depth)
  const body = end === -1 ? rest : rest.slice(0, end)
  const isMap = body[0] !== undefined && !body[0].trimStart().startsWith('- ')
  const keys = body.filter(other => other.trim() !== '' && depthOf(other) === depthOf(body[0] ?? '')).length
  return key !== undefined && isMap && keys > 1
    ? [{ key, index, body, by: depthOf(body[0] ?? '') - depth }]
    : []
})

describe('keys that stand as far left as their section are one mistake:', () => {
  it('of a file with some', () => expect(sections.length).toBeGreaterThan(4))

  test.each(sections)('$key', async ({ key, index, body, by }) => {
    const moved = body.map(line => line.slice(Math.min(by, depthOf(line))))
    const text = [...lines.slice(0, index + 1), ...moved, ...lines.slice(index + 1 + body.length)].join('\n')
    expect(await find(text)).toEqual([
      {
        message: `"${key}" has no value, and its keys stand beside it`,
        help: expect.stringMatching(/^indent ".*" below it$/),
        line: index + 1,
      },
    ])
  })
})

describe('the line with the only key of a section is one mistake', () => {
  test.each(['audit', 'outbound'])('without %s', async key => {
    const text = reference.replace(new RegExp(`^${key}:.*\\n`, 'm'), '')
    expect(text).not.toBe(reference)
    expect(await find(text)).toEqual([expect.objectContaining({ help: `write "${key}:" above it` })])
  })
})

/** What is right for another program. */
eachSlip(site, [
  ['{ env: DINGTALK_AES_KEY }', '{ env: $' + '{DINGTALK_AES_KEY} }', 'write { env: DINGTALK_AES_KEY }'],
])

test.each([
  ['768,', 'write permissions: 768'],
  ['256,512', 'write permissions: 768'],
  ['webdav_read,', 'write permissions: [webdav_read]'],
])('a sum or names with a comma behind: %s', async (value, help) => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nautoRegister:\n  permissions: ${value}\nsources:\n  - { id: local, type: local, name: Password }\n`
  expect((await find(text)).map(one => one.help)).toEqual([help])
})

test('a schedule as cron has it is a time here', async () => {
  const text = reference.replace('every: 24h', 'every: */5 * * * *')
  expect(await find(text)).toEqual([
    {
      message: 'there are no cron expressions here',
      help: 'write how long it takes until the next time, such as 30m or 24h',
      line: reference.slice(0, reference.indexOf('every: 24h')).split('\n').length,
    },
  ])
})

test('a reference has no default', async () => {
  const text = reference.replace(
    '{ env: GITHUB_CLIENT_SECRET }',
    '{ env: GITHUB_CLIENT_SECRET, default: Kranich77Moor }',
  )
  expect(text).not.toBe(reference)
  const [told, ...more] = await find(text)
  expect([told?.message, more]).toEqual([
    'a reference has no "default": where nothing is there, the file is not loaded',
    [],
  ])
  expect(told?.help).not.toContain('Kranich')
})

test('a database in memory has a scheme, and quotes', async () => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nstorage:\n  url: :memory:\nsources:\n  - { id: local, type: local, name: Password }\n`
  expect((await find(text)).map(({ help }) => help)).toEqual(['write "sqlite::memory:", in quotes'])
  const mended = text.replace(' :memory:', ' "sqlite::memory:"')
  expect((await find(mended)).map(({ message }) => message).join()).not.toContain('YAML')
})

test('the hosted domain of Google is no id', async () => {
  const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { id: g, type: google, name: Google, hd: example.com, clientId: a, clientSecret: { env: G } }\n`
  const helps = (await find(text)).map(({ help }) => help)
  expect(helps).toContainEqual(expect.stringContaining('domains'))
  expect(helps.join()).not.toContain('"id" is there already')
})
