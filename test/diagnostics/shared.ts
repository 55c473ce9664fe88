import type { Diagnostic, Path, Range } from '../../src/diagnostics/diagnostic.ts'
import { linesOf } from '../../src/diagnostics/lines.ts'
import { cover } from '../../src/diagnostics/redact.ts'

/** The file that every format is tested on: Han names, two problems on one line, a related place, a covered secret. */
export const file = '配置/sso.config.yaml'

export const text = `version: 1
publicUrl: https://sso.example.com
ui: { title: 示例科技, locale: zh, colour: red }
autoRegister: { enabled: true }
sources:
  - id: github
    type: github
    name: 代码
    clientSecret: ${cover.repeat(7)}
    callbackUrl: https://old.example.com/callback
  - id: 钉钉
    type: dingtalk
`

const lines = linesOf(text)

/** From the first place of some words to the last character of others. */
function range(words: string, until = words): Range {
  const start = text.indexOf(words)
  return lines.range(start, text.indexOf(until, start) + until.length)
}

function problem(rule: string, path: Path, where: string, place: Range, more: Partial<Diagnostic> = {}) {
  return {
    rule,
    severity: 'error',
    message: 'not this',
    help: 'write that',
    file,
    path,
    where,
    range: place,
    related: [],
    ...more,
  } satisfies Diagnostic as Diagnostic
}

export const diagnostics: readonly Diagnostic[] = [
  problem('schema/wrong-type', ['ui', 'locale'], 'ui.locale', range('zh'), {
    message: '"locale" cannot be "zh"',
    help: 'write "zh-CN"',
    label: 'did you mean "zh-CN"?',
    fix: { safety: 'safe', edits: [{ file, range: range('zh'), text: 'zh-CN' }] },
  }),
  problem('schema/unknown-key', ['ui', 'colour'], 'ui.colour', range('colour'), {
    message: 'unknown key "colour" in "ui": 100 % wrong, <b>really</b>',
    help: 'remove it\nor ask for it',
  }),
  problem('autoregister/open-source', ['sources', 0, 'type'], 'sources[github].type', range('type: github'), {
    message: 'anyone who has an account at "代码" would get an account here',
    help: 'add allow: { organizations: [example] }',
    related: [{ message: 'accounts are made at the first sign-in', file, range: range('true') }],
  }),
  problem(
    'secret/inline',
    ['sources', 0, 'clientSecret'],
    'sources[github].clientSecret',
    range(cover, `${cover.repeat(7)}`),
    {
      message: '"clientSecret" is a secret written in the file',
      secret: true,
    },
  ),
  problem(
    'callback/mismatch',
    ['sources', 0, 'callbackUrl'],
    'sources[github].callbackUrl',
    range('https://old.example.com/callback'),
    {
      message: 'the callback is not below "publicUrl"',
      suppressed: { reason: 'registered at the vendor, until the move', until: '2027-01-31' },
    },
  ),
  problem('yaml/ambiguous-scalar', ['sources', 1], 'sources[1]', range('id: 钉钉', 'dingtalk'), {
    severity: 'warning',
    message: 'this goes over two lines',
  }),
]

export const checked = { path: file, sha256: 'a'.repeat(64), configVersion: 1, diagnostics }

/** Many of one kind. */
export const many = (count: number, severity: Diagnostic['severity']): Diagnostic[] =>
  Array.from({ length: count }, (_, index) =>
    problem('id/duplicate', ['sources', index], `sources[${index}]`, range('id: github'), {
      severity,
      message: `${severity} ${index + 1}`,
    }),
  )

/** What the file may bring along that no output may hand on as it is: control and direction characters. */
export const nasty = problem('ref/unknown', ['admins'], 'admins', range('zh'), {
  message: 'no source "\u001b[31m\u0007\u202e\uFFFE]]>&<x a=\'"> %0A::error::, [a](https://evil.example)"',
  help: 'a\r\n::warning::b',
  file: 'a:b,c%,::error x.yaml',
})
