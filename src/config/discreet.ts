import { hasLogin } from '../diagnostics/address-login.ts'
import { assignment, mayHaveForm, secretForm } from '../diagnostics/secret-form.ts'

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
  const covered = (text: string): string => {
    const before = known.get(text)
    if (before !== undefined) return before
    const now = withoutForms(withoutValues(text))
    known.set(text, now)
    return now
  }
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

/** `"clientSecret=abc"` */
const withoutValues = (text: string): string =>
  /[:=：]/.test(text) ? text.replace(/(?<=")[^"\n]{4,}(?=")/g, word => word.replace(assignment, '$1…')) : text

const withoutForms = (text: string): string =>
  mayHaveForm(text)
    ? text.replace(/[^\s"]{8,}/g, word => (secretForm(word) === undefined && !hasLogin(word) ? word : '…'))
    : text
