import { formsIn } from '../diagnostics/secret-form.ts'
import { isSandbox } from './checked.ts'
import type { CommentSecret } from './comment-secret.ts'
import { behindSigns, namesOfSecrets } from './commented-out.ts'
import { commentsIn } from './comments.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'

/** What the file says, with the secrets that are in its comments: whoever reads the repository has these as well. */
export async function withSecretsInComments(
  findings: readonly Finding[],
  layer: ParsedLayer,
): Promise<readonly Finding[]> {
  const { text } = layer.lines
  if (!mayHoldSecret(text)) return findings
  const { secretInComment } = await import('./comment-secret.ts')
  const told = [...commentsIn(text)].flatMap(([start, end]) => {
    const secret = secretInComment(text.slice(start, end))
    return secret && (secret.what !== undefined || !isSandbox(layer)) ? [{ start, secret }] : []
  })
  const starts = new Set(told.map(({ start }) => start))
  return [
    // that a value ends there is not what has to be mended
    ...findings.filter(({ rule, on }) => !(rule === 'yaml/cut-by-comment' && starts.has(Number(on?.[0])))),
    ...told.map(({ start, secret }) => found(start, secret)),
  ]
}

const aName = new RegExp(namesOfSecrets, 'i')

/** Asked about every file, and false for nearly all. */
function mayHoldSecret(text: string): boolean {
  for (const [start, end] of behindSigns(text)) {
    const comment = text.slice(start, end)
    if (aName.test(comment) && /[:=：]|[A-Za-z0-9+/_-]{32}/.test(comment)) return true
    if (formsIn(comment).length > 0) return true
  }
  return false
}

/** By its form it is one; of what stands behind a key that is hard to say. */
const found = (comment: number, { what, start, end }: CommentSecret): Finding => ({
  rule: 'secret/in-comment',
  severity: what === undefined ? 'warning' : 'error',
  at: [],
  on: [comment + start, comment + end],
  message:
    what === undefined
      ? 'a comment has the value of a secret in it'
      : `a comment has something in it that looks like ${what}`,
  help: `${what === undefined ? 'remove it, or write a reference such as { env: NAME } in its place' : 'remove it from the comment'}\nit may be in the git history already: replace the secret at the vendor`,
  secret: true,
})
