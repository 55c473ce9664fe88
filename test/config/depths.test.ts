import { describe } from 'vitest'
import { eachSlip, site } from './slip.ts'

const when = '      - when: { group: developers }\n'
const role = '        role: dev\n'
const deep = site.replace(when, '      - when:\n          group: developers\n')

describe('a key that is a little too far left or right belongs to the map that knows it, or the nearest:', () => {
  eachSlip(
    site,
    [6, 7, 9].map(column => [
      when + role,
      `${when}${' '.repeat(column)}role: dev\n`,
      'write 8 spaces before it',
    ]),
  )
  eachSlip(deep, [
    [`group: developers\n${role}`, 'group: developers\n         role: dev\n', 'write 8 spaces before it'],
  ])
  eachSlip(site.replace('allow: everyone', 'allow:\n      groups: [developers]\n      sources: [local]'), [
    ['      sources: [local]', '     sources: [local]', 'write 6 spaces before it'],
    ['      sources: [local]', '       sources: [local]', 'write 6 spaces before it'],
  ])
  eachSlip(site, [
    [
      '    allow: { groups: [developers] }',
      '      allow: { groups: [developers] }',
      'write 4 spaces before it',
    ],
  ])
})

describe('a dash before the keys of a map that is no list is what is too much:', () => {
  const keys = '      groups: [developers]\n      sources: [local]'
  eachSlip(site.replace('allow: everyone', `allow:\n${keys}`), [
    [keys, `      - groups: [developers]\n      sources: [local]`, 'remove the "- "'],
  ])
  const ofSource = '      organizations: [example]\n      teams: [example/a]'
  eachSlip(site.replace('allow: { organizations: [example, example-labs] }', `allow:\n${ofSource}`), [
    [ofSource, `      - ${ofSource.trimStart()}`, 'remove the "- "'],
  ])
})
