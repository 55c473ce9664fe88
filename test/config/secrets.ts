import { readFileSync } from 'node:fs'
import { compile } from '../../src/config/compile.ts'
import { json } from '../../src/diagnostics/json.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

export const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
/** A file with every key of the language. */
export const whole = readFileSync(new URL('ok/whole-language.yaml', import.meta.url), 'utf8')
/** The secret that no output may say. */
export const canary = 'hunter2canary'

/** All that is said about a file. */
export async function outputs(text: string, file = 'sso.config.yaml'): Promise<string> {
  const { files, diagnostics } = await compile(text, { file })
  const document = json([{ path: file, sha256: '', configVersion: 1, diagnostics }], '0.0.0')
  return `${pretty(files, diagnostics)}\n${document}`
}

/** The ways people write a secret where a reference belongs; lines below are so many spaces deep. */
export const formsAt = (depth: number): string[] =>
  forms.map(form => form.replaceAll('\n      ', `\n${' '.repeat(depth)}`))

/** The same below a key of an entry. */
export const forms: readonly string[] = [
  canary,
  `"${canary}"`,
  `'${canary}`,
  `"${canary}`,
  `|\n      ${canary}\n      second line`,
  `>-\n      ${canary}`,
  `\n      ${canary}`,
  `!${canary}`,
  `&${canary}`,
  `*${canary}`,
  `@${canary}`,
  `%${canary}`,
  `{ ${canary} }`,
  `{ ${canary}: }`,
  `{${canary}:x}`,
  `{ env: ${canary} }`,
  `{ env: "${canary} x" }`,
  `{ file: ${canary} }`,
  `{ value: ${canary} }`,
  `{ exec: [curl, ${canary}] }`,
  `{ exec: [vault, "--password=${canary}", "-token=hvs.${canary}${canary}"] }`,
  `{ env: { name: ${canary} } }`,
  `{ env: X, file: ${canary} }`,
  `{{ ${canary} }}`,
  `\${${canary}}`,
  `[${canary}]`,
  `[${canary}`,
  `{ env: X } ${canary}`,
  `{ env: X }: ${canary}`,
  `ab #${canary}`,
  `ab # ${canary}`,
  `# ${canary}`,
  `${canary}: x`,
  `x: ${canary}`,
  `12345678901234567890${canary}`,
  `- ${canary}`,
  `? ${canary}`,
  `clientSecret: ${canary}`,
  `“${canary}”`,
  `"${canary}”`,
  `｛ env：${canary} ｝`,
  `｛ ${canary} ｝`,
  `［${canary}］`,
  `{ env：${canary} }`,
  `{ env:\u00a0${canary} }`,
  `\u3000${canary}`,
  `– ${canary}`,
  `ab ＃${canary}`,
  `${canary}：x`,
  `${canary}， x`,
  `env: ${canary}`,
  `file: ${canary}`,
]
