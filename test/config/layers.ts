import { compileAll } from '../../src/config/compile.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'

export const base = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
  - { id: local, type: local, name: Password }
`
export const corp = `
  - id: corp
    type: oidc
    name: Corp
    issuer: https://id.example.com
    clientId: sso
    clientSecret: { env: CORP_CLIENT_SECRET }`

/** `base.yaml` with the others over it. */
export const over = (...texts: string[]) => laid({ 'base.yaml': base }, ...texts)

export async function laid(under: Record<string, string>, ...texts: string[]) {
  const names = ['prod.yaml', 'site.yaml']
  const [first, ...others] = [
    ...Object.entries(under),
    ...texts.map((text, index) => [names[index] ?? '', text] as const),
  ].map(([file, input]) => ({ file, input }))
  if (first === undefined) throw new Error('no file')
  return compileAll([first, ...others])
}

/** `prod.yaml:3 schema/unknown-key`, and behind it where the related places are. */
export const places = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ file, range, rule, related }) =>
    [
      `${file}:${range.start.line} ${rule}`,
      ...related.map(other => `${other.file}:${other.range.start.line}`),
    ].join(' '),
  )
