import { secretForm } from '../diagnostics/secretive.ts'

interface Words {
  readonly message: string
  readonly help: string
  readonly label?: string | undefined
  readonly related?: readonly { readonly message: string }[]
}

/** The same without what is a secret by its form: whoever names a value cannot know what somebody wrote there. */
export function discreet<T extends Words>(finding: T): T {
  const { message, help, label, related } = finding
  return {
    ...finding,
    message: covered(message),
    help: covered(help),
    ...(label !== undefined && { label: covered(label) }),
    ...(related && { related: related.map(other => ({ ...other, message: covered(other.message) })) }),
  }
}

const covered = (text: string): string =>
  text.replace(/[^\s"]{8,}/g, word => (secretForm(word) === undefined ? word : '…'))
