import { describe, expect, it } from 'vitest'
import { readSide } from '../../../src/cli/diff/side.ts'
import { report } from '../../../src/config/diff/report.ts'
import { disk } from '../../../src/config/plugins/reader.ts'
import { base, changed, lines, reportOf } from './comparing.ts'

describe('nothing is told of', () => {
  it.each([
    ['a comment', '  - id: github', '  # the public one\n  - id: github'],
    ['a default that is written out', 'lifetime: 8h', 'lifetime: 8h }\naudit: { keep: 400d'],
    ['another unit', 'every: 12h', 'every: 720m'],
    ['a sum in the place of its names', 'permissions: [webdav_read, webdav_manage]', 'permissions: 768'],
    ['the order of a list without one', '[example, acme]', '[acme, example]'],
    [
      'a default of the top that a source writes out',
      '    events:',
      '    autoRegister: { baseDir: /staff }\n    events:',
    ],
    ['a reference with other quotes', '{ env: WIKI_SECRET }', '{ "env": "WIKI_SECRET" }'],
  ])('%s', async (_what, from, to) => {
    expect(await reportOf(base, changed([from, to]))).toEqual({ changes: [], findings: [], highest: null })
  })
})

describe('an entry is known by its id, and not by its place', () => {
  it('so that other places are cosmetic, as the order of buttons', async () => {
    const local = '  - { id: local, type: local, name: Password }\n'
    const moved = changed([local, ''], ['sources:\n', `sources:\n${local}`])
    expect(lines(await reportOf(base, moved))).toEqual(['none cosmetic change sources'])
  })

  it('but for grants, of which the last one counts', async () => {
    const [rd = '', ops = ''] = base.match(/ {2}- \{ id: (?:rd|ops).*\n/g) ?? []
    const report = await reportOf(base, changed([`${rd}${ops}`, `${ops}${rd}`]))
    expect(lines(report)).toEqual(['medium review change grants'])
    expect(report.changes[0]?.explain[0]).toBe('order before: rd, ops; now: ops, rd')
  })

  it('and a new one in front changes nothing of the others', async () => {
    const more = changed([
      'sources:\n',
      'sources:\n  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: sso }\n',
    ])
    expect(lines(await reportOf(base, more))).toEqual(['high grant add sources[hub]'])
  })

  it('a key may be called as something that every object has', async () => {
    const passport = (options: string) =>
      changed([
        '  - { id: local',
        `  - { id: lab, type: passport, name: Lab, module: passport-lab, options: { ${options} }, identity: { issuer: "https://lab.example.com", subject: id } }\n  - { id: local`,
      ])
    const report = await reportOf(passport('a: b'), passport('a: b, constructor: c, toString: d'))
    expect(lines(report)).toEqual([
      'high trust add sources[lab].options.constructor',
      'high trust add sources[lab].options.toString',
    ])
  })
})

describe('the fingerprint of a change', () => {
  const grown = '[example, acme, partner]'
  const printOf = async (before: string, after: string) =>
    (await reportOf(before, after)).changes.map(one => one.fingerprint)

  it('stays when lines are added above it and entries change their places', async () => {
    const small = await printOf(base, changed(['[example, acme]', grown]))
    const shifted = base.replace('sources:\n', '# one\n# two\nsources:\n')
    expect(small).toHaveLength(1)
    expect(await printOf(shifted, shifted.replace('[example, acme]', grown))).toEqual(small)
  })

  it('is another one for another value, another source and another direction', async () => {
    const prints = [
      await printOf(base, changed(['[example, acme]', grown])),
      await printOf(base, changed(['[example, acme]', '[example, acme, other]'])),
      await printOf(changed(['[example, acme]', grown]), base),
      await printOf(base, changed(['lifetime: 8h', 'lifetime: 9h'])),
    ].flat()
    expect(new Set(prints).size).toBe(4)
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{12}$/)
  })
})

describe('the places of a change', () => {
  const line = (text: string, needle: string) => text.slice(0, text.indexOf(needle)).split('\n').length

  it('are those of the value in both files', async () => {
    const after = changed(
      ['sources:\n', '# a line more\nsources:\n'],
      ['Ov23liExample0123456', 'Ov23liExample0123457'],
    )
    const [change] = (await reportOf(base, after)).changes
    expect(change?.baseRange?.start.line).toBe(line(base, 'clientId: Ov23li'))
    expect(change?.headRange?.start.line).toBe(line(base, 'clientId: Ov23li') + 1)
    expect(change?.headRange?.file).toBe('sso.config.yaml')
  })

  it('are that of the source for what is not written, and of the top for a default of all sources', async () => {
    const gone = await reportOf(base, changed(['    allow: { organizations: [example, acme] }\n', '']))
    expect(gone.changes[0]?.headRange?.start.line).toBe(line(base, 'id: github'))
    const lower = await reportOf(base, changed(['baseDir: /staff', 'baseDir: /staff/new']))
    expect(lower.changes[0]?.path).toBe('sources[corp].autoRegister.baseDir')
    expect(lower.changes[0]?.headRange?.start.line).toBe(line(base, 'autoRegister: { enabled: true'))
  })

  it('are in the file that wrote what is in force', async () => {
    const laid = async (prod: string) => {
      const sources = [
        { file: 'base.yaml', input: base },
        { file: 'prod.yaml', input: prod },
      ]
      const { side } = await readSide({ label: '', commit: null, path: '', sources, reader: disk }, undefined)
      if (side === undefined) throw new Error('it is not valid')
      return side
    }
    const sides = {
      base: await laid('session: { idle: 20m }\n'),
      head: await laid('\nsession: { idle: 1h }\n'),
    }
    expect(report(sides).changes).toMatchObject([
      {
        path: 'session.idle',
        baseRange: { file: 'prod.yaml', start: { line: 1 } },
        headRange: { file: 'prod.yaml', start: { line: 2 } },
      },
    ])
  })
})
