import { describe, expect, test } from 'vitest'
import { github, githubSummary } from '../../src/diagnostics/github.ts'
import { checked, many, nasty } from './shared.ts'

test('an annotation for each; columns only within one line', () => {
  expect(github([checked])).toBe(
    [
      '::error file=配置/sso.config.yaml,line=3,endLine=3,col=28,endColumn=30,title=schema/wrong-type ui.locale::"locale" cannot be "zh"%0Adid you mean "zh-CN"?%0Ahelp: write "zh-CN"%0Adocs: sso-kit explain schema/wrong-type',
      '::error file=配置/sso.config.yaml,line=3,endLine=3,col=32,endColumn=38,title=schema/unknown-key ui.colour::unknown key "colour" in "ui": 100 %25 wrong, <b>really</b>%0Ahelp: remove it%0Aor ask for it%0Adocs: sso-kit explain schema/unknown-key',
      '::error file=配置/sso.config.yaml,line=7,endLine=7,col=5,endColumn=17,title=autoregister/open-source sources[github].type::anyone who has an account at "代码" would get an account here%0Aline 4: accounts are made at the first sign-in%0Ahelp: add allow: { organizations: [example] }%0Adocs: sso-kit explain autoregister/open-source',
      '::error file=配置/sso.config.yaml,line=9,endLine=9,col=19,endColumn=26,title=secret/inline sources[github].clientSecret::"clientSecret" is a secret written in the file%0Ahelp: write that%0Adocs: sso-kit explain secret/inline',
      '::warning file=配置/sso.config.yaml,line=11,endLine=12,title=yaml/ambiguous-scalar sources[1]::this goes over two lines%0Ahelp: write that%0Adocs: sso-kit explain yaml/ambiguous-scalar',
      '',
    ].join('\n'),
  )
})

test('nothing for nothing', () => expect(github([{ ...checked, diagnostics: [] }])).toBe(''))

test('a failure is an annotation too', () => {
  expect(github([], { message: 'there is no file', help: 'check the path\nlooked at: x' })).toBe(
    '::error title=sso-kit::there is no file%0Acheck the path%0Alooked at: x\n',
  )
})

test('what would end a value or begin a command is escaped', () => {
  const out = github([{ ...checked, diagnostics: [nasty] }])
  expect(out.split('\n')).toHaveLength(2)
  expect(out).toContain('::error file=a%3Ab%2Cc%25%2C%3A%3Aerror x.yaml,line=3,')
  expect(out).toContain(' %250A::error::, ')
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
})

describe('of each kind at most ten', () => {
  const run = (...groups: Parameters<typeof many>[]) => {
    const diagnostics = groups.flatMap(group => many(...group))
    const lines = github([{ ...checked, diagnostics }])
      .trimEnd()
      .split('\n')
    const count = (kind: string) => lines.filter(line => line.startsWith(`::${kind} `)).length
    return {
      lines,
      counts: [count('error'), count('warning'), count('notice')],
      plain: lines.filter(line => line.startsWith('- ')).length,
    }
  }

  test('ten are shown without a word', () => {
    expect(run([10, 'warning'], [10, 'error'], [10, 'info'])).toMatchObject({
      counts: [10, 10, 10],
      plain: 0,
    })
  })

  test('the others are lines of the log, and one notice counts them', () => {
    const { lines, counts, plain } = run([2, 'warning'], [13, 'error'])
    expect(counts).toEqual([10, 2, 1])
    expect(plain).toBe(3)
    expect(lines[0]).toMatch(/^::error .*::error 1%0A/)
    expect(lines[10]).toMatch(/^::warning /)
    expect(lines.at(-2)).toBe('- 配置/sso.config.yaml:6:5: error[id/duplicate] error 13')
    expect(lines.at(-1)).toBe('::notice title=sso-kit::3 more in the log')
  })

  test('that notice is one of the ten', () => {
    const { counts, plain } = run([11, 'error'], [10, 'info'])
    expect(counts).toEqual([10, 0, 10])
    expect(plain).toBe(2)
  })
})

describe('the summary', () => {
  test('counts, and a row for each', () => {
    expect(githubSummary([checked])).toBe(`### sso-kit validate

| file | errors | warnings | notes | suppressed |
| --- | ---: | ---: | ---: | ---: |
| 配置/sso.config.yaml | 4 | 1 | 0 | 1 |

| | rule | place | problem |
| --- | --- | --- | --- |
| error | schema/wrong-type | 配置/sso.config.yaml:3:28 | "locale" cannot be "zh"<br>write "zh-CN" |
| error | schema/unknown-key | 配置/sso.config.yaml:3:32 | unknown key "colour" in "ui": 100 % wrong, &lt;b>really&lt;/b><br>remove it or ask for it |
| error | autoregister/open-source | 配置/sso.config.yaml:7:5 | anyone who has an account at "代码" would get an account here<br>add allow: { organizations: \\[example\\] } |
| error | secret/inline | 配置/sso.config.yaml:9:19 | "clientSecret" is a secret written in the file<br>write that |
| warning | yaml/ambiguous-scalar | 配置/sso.config.yaml:11:5 | this goes over two lines<br>write that |

`)
  })

  test('stays below the megabyte that GitHub takes', () => {
    const diagnostics = many(20_000, 'error').map(one => ({ ...one, message: '长'.repeat(5000) }))
    const page = githubSummary([{ ...checked, diagnostics }])
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    expect(page).toContain('\n19800 more in the log\n')
  })

  test('makes no HTML, no link and no column of what the file says', () => {
    const page = githubSummary([{ ...checked, diagnostics: [{ ...nasty, message: '<x>|[a](b)`' }] }])
    expect(page).toContain('&lt;x>\\|\\[a\\](b)\\`')
  })
})
