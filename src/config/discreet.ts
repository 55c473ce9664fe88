import { assignment, secretForm, userinfo } from '../diagnostics/secret-form.ts'

interface Words {
  readonly message: string
  readonly help: string
  readonly label?: string | undefined
  readonly related?: readonly { readonly message: string }[]
}

/** The same without what is a secret by its form: whoever names a value cannot know what somebody wrote there. */
export function discreet<T extends Words>(findings: readonly T[]): T[] {
  // thousands of findings may have the same list of keys in their help
  const known = new Map<string, string>()
  const shown = (word: string): string => {
    const before = known.get(word)
    if (before !== undefined) return before
    const now = secretForm(word) === undefined && !userinfo.test(word) ? word : '…'
    known.set(word, now)
    return now
  }
  const covered = (text: string) =>
    text
      .replace(/(?<=")[^"\n]{4,}(?=")/g, word => word.replace(assignment, '$1…'))
      .replace(/[^\s"]{8,}/g, shown)
  return findings.map(finding => {
    const { message, help, label, related } = finding
    return {
      ...finding,
      message: covered(message),
      help: covered(help),
      ...(label !== undefined && { label: covered(label) }),
      ...(related && { related: related.map(other => ({ ...other, message: covered(other.message) })) }),
    }
  })
}
