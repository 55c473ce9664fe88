import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { isSecretOption } from '../../diagnostics/secret-key.ts'
import { isPlaceName, referenceKinds } from '../place-name.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { fileReference, referenceText } from './reference-text.ts'

/** A secret that stood in a file is known to all who can read its history. */
export const replaceIt = 'it may be in the git history already: replace the secret at the vendor'
/** Of a secret that no vendor knows. */
export const replaceOurs = 'it may be in the git history already: make another one'

/** The finding of a key that nobody knows: where a secret is written out behind it, another name for the key is not all. */
export function withReplacement(finding: ShapeFinding, at: Path, context: Context): ShapeFinding {
  const value = valueAt(context.data, at)
  if (context.sandbox || !isWrittenOut(value) || finding.help.includes('at the vendor')) return finding
  const [key, text] = [String(at.at(-1)), String(value)]
  // `env: NAME`, and what is left of `{ env: NAME }`
  if ((referenceKinds.includes(key) && isPlaceName(key, text)) || key.includes('{')) return finding
  // a name that a help repeats is none
  if (finding.help.includes(text)) return finding
  // `clientSecretFile: …` names a place, and perhaps does not
  if (/\{ (?:env|file|credential): … \}/.test(finding.help))
    return {
      ...finding,
      help: `${finding.help}\nif the secret itself was written here, replace it at the vendor`,
    }
  const isMeant = finding.failed.some(place => context.schemaOf(place)?.['x-secret'] === true)
  if (isMeant || secretForm(text) !== undefined) return { ...finding, help: `${finding.help}\n${replaceIt}` }
  // `AppKey` sounds like one, and is the id of a client
  const isOpen = finding.failed.some(place => context.schemaOf(place) !== undefined && !context.hidden(place))
  return !isOpen && isSecretOption(key) && !isOfSecrets(key)
    ? { ...finding, help: `${finding.help}\nif it is a secret, ${replaceIt}` }
    : finding
}

/** `accessTokenFormat` says something of secrets, and is none. */
const isOfSecrets = (key: string): boolean =>
  /(?:format|ttl|lifetime|expir\w*|length|algorithm|alg|mode|version|prefix|header|audience|issuer|rotation|policy)$/i.test(
    key,
  )

/** A text that is neither a reference in other words nor a place, an address or a time. */
const isWrittenOut = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' &&
    value !== '' &&
    referenceText(value)?.reference === undefined &&
    fileReference(value) === undefined &&
    !/^(?:https?:\/\/[^@]*|\d+[smhd])$/.test(value))
