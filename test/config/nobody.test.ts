import { expect, test } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { compile } from '../../src/config/compile.ts'
import { effective } from '../../src/config/effective.ts'
import { laid } from './layers.ts'
import { eachSlip, find, site } from './slip.ts'

/** `allow: []` of a source: nobody, in every way the program has to say it. */
const list = 'allow: { organizations: [example, example-labs] }'
const nobody = site.replace(list, 'allow: []')
const github = async (text: string) => {
  const { config } = await compile(text, { file: 'sso.config.yaml' })
  return config?.sources.find(({ id }) => id === 'github')
}

test('it is the same as an empty list of its type', async () => {
  const source = await github(nobody)
  expect(source?.allow).toEqual({ organizations: [] })
  expect(source).toEqual(await github(site.replace(list, 'allow: { organizations: [] }')))
})

test('nobody may sign in', async () => {
  const anybody = { claims: { organizations: ['example'] }, departments: [], groups: [] }
  expect(isAllowed((await github(site))?.allow, anybody as never)).toBe(true)
  expect(isAllowed((await github(nobody))?.allow, anybody as never)).toBe(false)
})

test('it is warned of, where it is written', async () => {
  const line = site.slice(0, site.indexOf(list)).split('\n').length
  expect(await find(nobody)).toEqual([
    {
      rule: 'source/nobody',
      message: 'nobody may sign in by "GitHub": an empty list is met by nobody',
      help: 'name who may, or write enabled: false',
      line,
    },
  ])
})

test('what is printed of it says the same', async () => {
  const { config } = await compile(nobody, { file: 'sso.config.yaml' })
  const printed = JSON.stringify(effective(config as never, new Set(['dingtalk', 'github', 'partner'])))
  expect(await github(printed)).toEqual(await github(nobody))
})

test('of several files the last one counts', async () => {
  const over = async (under: string, allow: string) => {
    const prod = `version: 1\nsources:\n  - { id: github, allow: ${allow} }\n`
    return (await laid({ 'base.yaml': under }, prod)).config?.sources[1]?.allow
  }
  expect(await over(site, '[]')).toEqual({ organizations: [] })
  expect(await over(nobody, '{ organizations: [example] }')).toEqual({ organizations: ['example'] })
})

const local = '  - id: local\n    type: local\n    name: Password\n'

eachSlip(site, [
  // a list with somebody in it is still one of several
  [
    list,
    'allow: [example]',
    'write allow: { organizations: [example] }; instead of "organizations" it may be "teams"',
  ],
])

// a source whose administrator has another one
eachSlip(site.replace('{ source: local, subject', '{ source: dingtalk, subject'), [
  [
    local,
    `${local}    allow: []\n`,
    'write enabled: false in its place: then nobody may sign in',
    `${local}    enabled: false\n`,
  ],
])
