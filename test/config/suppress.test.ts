import { describe, expect, test } from 'vitest'
import { compile, compileAll } from '../../src/config/compile.ts'

const head = 'version: 1\npublicUrl: https://sso.example.com\n'
/** The last line is where `autoregister/open-source` is found. */
const source = `sources:
  - id: github
    type: github
    name: 代码
    clientId: Iv1.0a1b2c3d
    clientSecret: { env: GITHUB_CLIENT_SECRET }
`
const found = '    autoRegister: { enabled: true }'
const id = 'autoregister/open-source'
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

async function look(text: string, options: Partial<Parameters<typeof compile>[1]> = {}) {
  const { config, diagnostics, suppressed } = await compile(head + text, { file: 'x.yaml', ...options })
  return {
    config,
    open: diagnostics.map(({ rule, severity }) => `${severity} ${rule}`),
    messages: diagnostics.map(({ message }) => message),
    helps: diagnostics.map(({ help }) => help),
    suppressed: suppressed.map(({ rule, suppressed }) => ({ rule, ...suppressed })),
  }
}
const above = (comment: string) => `${source}    ${comment}\n${found}\n`
const beside = (comment: string) => `${source}${found} ${comment}\n`

test('without a comment it is an error', async () => {
  expect(await look(`${source}${found}\n`)).toMatchObject({ config: undefined, open: [`error ${id}`] })
})

describe('a comment excuses what is found', () => {
  test.each([
    ['on its own line above', above(`# sso-kit: ignore[${id}] 只有内网`)],
    ['at the end of the line', beside(`# sso-kit: ignore[${id}] 只有内网`)],
    ['above another comment', above(`# sso-kit: ignore[${id}] 只有内网\n    # and so on`)],
    ['with more space', above(`#   sso-kit:  ignore [ ${id} ]   只有内网  `)],
    ['together with another rule', above(`# sso-kit: ignore[${id},oidc/scope-openid] 只有内网`)],
    ['in a file with CRLF', above(`# sso-kit: ignore[${id}] 只有内网`).replaceAll('\n', '\r\n')],
  ])('%s', async (_what, text) => {
    const { config, open, suppressed } = await look(text)
    expect(suppressed).toEqual([{ rule: id, reason: '只有内网', until: null }])
    // the other rule in the bracket has nothing to do
    expect(open.filter(one => one !== 'warning suppress/unused')).toEqual([])
    expect(config?.sources[0]?.autoRegister.enabled).toBe(true)
  })

  test('two above one line, each for its rule', async () => {
    const { open, suppressed } = await look(
      `ui:\n  # sso-kit: ignore[yaml/ambiguous-scalar] a name\n  # sso-kit: ignore[secret/interpolation-in-string] a joke\n  title: on\n${source}`,
    )
    expect(suppressed.map(({ rule }) => rule)).toEqual(['yaml/ambiguous-scalar'])
    expect(open).toEqual(['warning suppress/unused'])
  })
})

describe('it excuses nothing', () => {
  test.each([
    ['one line too far up', `${source.trimEnd()}\n    # sso-kit: ignore[${id}] x\n\n${found}\n`],
    ['below', `${source}${found}\n    # sso-kit: ignore[${id}] x\n`],
    ['under another name', above('# sso-kit: ignore[autoregister/admin-role] x')],
    ['as the text of a value', `ui: { title: "# sso-kit ignore[${id}] x" }\n${source}${found}\n`],
    ['in a block of text', `${source}    description: |\n      # sso-kit: ignore[${id}] x\n${found}\n`],
  ])('%s', async (_what, text) => {
    const { config, open, suppressed } = await look(text)
    expect(open).toContain(`error ${id}`)
    expect(suppressed).toEqual([])
    expect(config).toBeUndefined()
  })
})

test('one that stands somewhere else is told where to go', async () => {
  const { helps } = await look(`# sso-kit: ignore[${id}] x\n${source}${found}\n`)
  expect(helps[0]).toBe('put it on line 10 or above it, where this was found')
})

describe('what no comment excuses', () => {
  test.each([
    ['secret/inline', source.replace('{ env: GITHUB_CLIENT_SECRET }', 'hunter2')],
    ['secret/interpolation-in-string', source.replace('{ env: GITHUB_CLIENT_SECRET }', '"{{hunter2}}"')],
    ['schema/unknown-key', source.replace('clientSecret', 'clientSecrt')],
    ['schema/wrong-type', `${source}    enabled: 3\n`],
    ['id/duplicate', `${source}  - { id: github, type: local, name: Password }\n`],
    ['permission/unknown-name', `autoRegister: { permissions: [reed] }\n${source}`],
    ['ref/unknown', `admins: [{ source: dingtlak, subject: x }]\n${source}`],
  ])('%s', async (rule, text) => {
    const { diagnostics } = await compile(head + text, { file: 'x.yaml' })
    const lines = (head + text).split('\n')
    const [one] = diagnostics.filter(({ severity }) => severity === 'error')
    expect(one?.rule).toBe(rule)
    const at = (one?.range.start.line ?? 0) - 1
    const indent = /^ */.exec(lines[at]?.replace(/^( *)- /, '$1  ') ?? '')?.[0] ?? ''
    lines.splice(at, 0, `${indent}# sso-kit: ignore[${rule}] because`)
    const again = await compile(lines.join('\n'), { file: 'x.yaml' })
    expect(again.config).toBeUndefined()
    expect(again.suppressed).toEqual([])
    expect(again.diagnostics.map(({ message }) => message)).toContain(`${rule} cannot be ignored`)
  })

  test('suppress/… itself', async () => {
    const { open } = await look(`# sso-kit: ignore[suppress/unused] x\n${source}`)
    expect(open).toEqual(['warning suppress/unused'])
  })
})

describe('one of several rules that excuses nothing', () => {
  test('leaves the others, and who does as it is told has what was excused excused', async () => {
    const { helps, config } = await look(above(`# sso-kit: ignore[${id}, redirect/own-host] 只有内网`))
    expect(helps).toEqual(['take it out of the brackets, and leave the others'])
    expect(config).toBeDefined()
    expect(await look(above(`# sso-kit: ignore[${id}] 只有内网`))).toMatchObject({ open: [], config: {} })
  })

  test('goes with the comment where none of them does', async () => {
    const { helps } = await look(
      `# sso-kit: ignore[id/duplicate, redirect/own-host] x\n${source}    allow: { organizations: [example] }\n`,
    )
    expect(helps).toEqual(['remove this comment', 'remove this comment'])
  })

  test('gets a comment of its own where it was found elsewhere', async () => {
    const { helps } = await look(
      `${source}    # sso-kit: ignore[${id}, yaml/ambiguous-scalar] x\n${found}\nui: { title: on }\n`,
    )
    expect(helps).toContain(
      'take it out of the brackets, and put a comment of its own on line 11 or above it, where this was found',
    )
  })
})

describe('what looks like a suppression and is none', () => {
  const write = `write # sso-kit: ignore[${id}] and a reason`
  test.each([
    [`# sso-kit: disable[${id}] pilot`, 'write "ignore"'],
    [`# ssokit: ignore[${id}] pilot`, 'write "# sso-kit:", with an ASCII colon'],
    [`# SSO-Kit: ignore[${id}] pilot`, 'write "# sso-kit:", with an ASCII colon'],
    [`# sso-kit-ignore ${id} pilot`, write],
    [`# sso-kit-disable-next-line ${id}`, write],
    [`# sso_kit suppress: ${id}`, write],
    [`# sso-kit: ignore ${id} pilot`, write],
  ])('is told: %s', async (comment, help) => {
    const { open, helps } = await look(above(comment))
    expect(open).toEqual(['warning suppress/unused', `error ${id}`])
    expect(helps[0]).toBe(help)
  })

  test.each([
    '# sso-kit: disable this when the pilot is over',
    `# sso-kit: see ${id}`,
    '# sso-kit ignore list of ours',
    '# sso-kit-ignored/folders are not here',
    '# sso-kit allow and/or deny',
    '# sso-kit: skip [the rest]',
    `# our sso-kit: ignore[${id}]`,
  ])('is a sentence: %s', async comment => {
    expect((await look(above(comment))).open).toEqual([`error ${id}`])
  })
})

describe('the last day', () => {
  const text = above(`# sso-kit: ignore[${id}] until the move (until 2027-01-31)`)

  test('counts as a whole, everywhere on earth', async () => {
    expect((await look(text, { now: noon('2027-01-31') })).open).toEqual([])
    expect((await look(text, { now: Date.parse('2027-02-01T11:59:59Z') })).open).toEqual([])
    const { open, suppressed, messages, config } = await look(text, { now: noon('2027-02-01') })
    expect(open).toEqual(['error suppress/expired', `error ${id}`])
    expect(messages[0]).toBe('this exception ended on 2027-01-31')
    expect(suppressed).toEqual([])
    expect(config).toBeUndefined()
  })

  test('is kept for reports, the reason without it', async () => {
    const { suppressed } = await look(text, { now: noon('2026-01-01') })
    expect(suppressed).toEqual([{ rule: id, reason: 'until the move', until: '2027-01-31' }])
  })

  test('may stand in full-width brackets', async () => {
    const wide = above(`# sso-kit: ignore[${id}] 内网（until 2027-01-31）`)
    const { open, suppressed } = await look(wide, { now: noon('2026-01-01') })
    expect(open).toEqual([])
    expect(suppressed).toEqual([{ rule: id, reason: '内网', until: '2027-01-31' }])
    expect((await look(wide, { now: noon('2027-02-02') })).messages[0]).toBe(
      'this exception ended on 2027-01-31',
    )
  })

  test.each([
    'until 2027-01-31',
    '(截至 2027-01-31)',
    '内网，有效期至2027年1月31日',
    '2027-01-31 前',
    '(until 2027-01-31), see the ticket',
    '（until：2027-01-31）',
  ])('is not read in "%s", and counts for no day', async words => {
    const { open, messages, suppressed } = await look(above(`# sso-kit: ignore[${id}] 内网 ${words}`))
    expect(open).toEqual(['error suppress/expired', `error ${id}`])
    expect(messages[0]).toBe('there is a last day here that is not read')
    expect(suppressed).toEqual([])
  })

  test('is no other day of the reason', async () => {
    const approved = `# sso-kit: ignore[${id}] approved on 2026-01-05`
    expect((await look(above(approved))).open).toEqual(['warning suppress/unread-day'])
    expect((await look(above(`${approved} (until 2027-01-31)`))).open).toEqual([])
  })

  test('does not matter where nobody tells the time: a server starts tomorrow as it did today', async () => {
    expect((await look(text)).open).toEqual([])
  })

  test.each(['2027-02-30', '31.1.2027', 'soon', '2027-1-1', '9999999-01-01'])('cannot be %s', async day => {
    const { open, suppressed } = await look(text.replace('2027-01-31', day))
    expect(open).toEqual(['error suppress/expired', `error ${id}`])
    expect(suppressed).toEqual([])
  })

  test('of a comment that excuses nothing is not told: it is one too many anyway', async () => {
    const { open } = await look(`# sso-kit: ignore[id/duplicate] x (until 2020-01-01)\n${source}`, {
      now: noon('2027-01-01'),
    })
    expect(open).toEqual(['warning suppress/unused'])
  })
})

describe('a comment is one too many', () => {
  test('only where every rule has looked', async () => {
    const comment = '# sso-kit: ignore[id/duplicate] x\n'
    expect((await look(`${comment}${source}`)).open).toEqual(['warning suppress/unused'])
    expect((await look(`${comment}${source}    nmae: x\n`)).open).toEqual(['error schema/unknown-key'])
    expect((await look(`${comment}${source}: : :`)).open).not.toContain('warning suppress/unused')
  })

  test('for a rule of the environment only where that was looked at', async () => {
    const text = `# sso-kit: ignore[secret/placeholder] x\n${source}`
    expect((await look(text)).open).toEqual([])
    expect((await look(text, { environment: () => [] })).open).toEqual(['warning suppress/unused'])
  })

  test('not for a rule that is off', async () => {
    const text = `# sso-kit: ignore[id/duplicate] x\n${source}`
    expect((await look(text, { levels: { 'id/duplicate': 'off' } })).open).toEqual([])
  })
})

describe('levels', () => {
  test('of a rule are changed, and off is off', async () => {
    const text = `${source}${found}\n`
    expect((await look(text, { levels: { [id]: 'warning' } })).open).toEqual([`warning ${id}`])
    const off = await look(text, { levels: { [id]: 'off' } })
    expect(off.open).toEqual([])
    expect(off.config).toBeDefined()
  })

  test('do not make a configuration of a file that is none', async () => {
    const text = `autoRegister: { permissions: [reed] }\n${source}`
    const { open, config } = await look(text, { levels: { 'permission/unknown-name': 'info' } })
    expect(open).toEqual(['info permission/unknown-name'])
    expect(config).toBeUndefined()
    const inline = source.replace('{ env: GITHUB_CLIENT_SECRET }', '"{{X}}"')
    expect((await look(inline, { levels: { 'secret/interpolation-in-string': 'off' } })).open).toEqual([
      'error secret/interpolation-in-string',
    ])
  })

  test('of the comments themselves, too', async () => {
    const text = `# sso-kit: ignore[id/duplicate] x\n${source}`
    expect((await look(text, { levels: { 'suppress/unused': 'error' } })).open).toEqual([
      'error suppress/unused',
    ])
  })
})

describe('a reason', () => {
  test.each(['', '-', '…'])('is none: %j', async reason => {
    const { open } = await look(above(`# sso-kit: ignore[${id}] ${reason}`))
    expect(open).toEqual(['warning suppress/no-reason'])
  })

  test.each([
    ['the fixture ghp_0123456789abcdefghij is revoked', 'the fixture ‹redacted› is revoked'],
    ['was password: hunter2 once', 'was password: ‹redacted›'],
    ['key=hunter2', 'key=‹redacted›'],
    ['see aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW.', 'see ‹redacted›.'],
    ['the token of the test tenant, see ISSUE-17', 'the token of the test tenant, see ISSUE-17'],
  ])('%s is reported as %s', async (written, reported) => {
    const { suppressed } = await look(above(`# sso-kit: ignore[${id}] ${written}`))
    expect(suppressed.map(({ reason }) => reason)).toEqual([reported])
  })

  test('that may be the rest of a secret is not reported', async () => {
    const text = `ui: { title: x }\n${source.replace('Iv1.0a1b2c3d', 'GOCSPX-0123456789abcdefghij # sso-kit: ignore[secret/looks-like-secret] hunter2')}`
    const { suppressed } = await look(text)
    expect(suppressed).toEqual([{ rule: 'secret/looks-like-secret', reason: '‹redacted›', until: null }])
  })
})

describe('in an overlay it excuses what its line brings about in the files below', () => {
  const ignore = `# sso-kit: ignore[${id}] only the office`
  const laid = async (...texts: string[]) => {
    const [base, ...over] = texts.map((input, index) => ({ file: `${index}.yaml`, input }))
    const { config, diagnostics, suppressed } = await compileAll([base ?? { file: '', input: '' }, ...over])
    return {
      isWhole: config !== undefined,
      open: diagnostics.map(({ rule, file }) => `${file} ${rule}`),
      suppressed: suppressed.map(({ rule, file }) => `${file} ${rule}`),
    }
  }
  const opens = 'autoRegister: { enabled: true }'
  const excused = { isWhole: true, open: [], suppressed: [`0.yaml ${id}`] }

  test.each([
    ['on the line', `${opens} ${ignore}\n`],
    ['above it', `${ignore}\n${opens}\n`],
    ['inside', `autoRegister:\n  ${ignore}\n  enabled: true\n`],
  ])('%s', async (_what, over) => expect(await laid(head + source, over)).toEqual(excused))

  test('of three files, too', async () => {
    const title = 'ui: { title: A }\n'
    expect(await laid(head + source, title, `${opens} ${ignore}\n`)).toEqual(excused)
    expect(await laid(head + source, `${opens} ${ignore}\n`, title)).toEqual(excused)
  })

  test.each([
    ['what another line brings about', `ui: { title: A } ${ignore}\n${opens}\n`, source],
    ['what is there without it', `${opens} ${ignore}\n`, `${source}${found}\n`],
    ['another rule', `${opens} ${ignore.replace(id, 'oidc/scope-openid')}\n`, source],
  ])('but not %s', async (_what, over, below) => {
    const { isWhole, open, suppressed } = await laid(head + below, over)
    expect([isWhole, suppressed]).toEqual([false, []])
    expect(open).toContain(`0.yaml ${id}`)
  })

  test('nor what the only entry of its list has nothing to do with', async () => {
    const over = `sources:\n  - id: local ${ignore}\n    name: PW\n`
    const below = `${source}${found}\n  - { id: local, type: local, name: Password }\n`
    expect((await laid(head + below, over)).open).toContain(`0.yaml ${id}`)
  })

  test('nor an error without which there is nothing to run', async () => {
    const over = `publicUrl: http://a.example.com # sso-kit: ignore[url/public-not-https] why not\n`
    expect((await laid(head + source, over)).open).toEqual([
      '1.yaml url/public-not-https',
      '1.yaml suppress/unused',
    ])
  })
})
