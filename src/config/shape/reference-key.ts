import { sameLetters } from '../certain.ts'
import { referenceTo } from '../place-name.ts'
import { otherName } from '../suggest.ts'
import { plainText, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import type { Holder } from './holder.ts'
import { isBeside } from './rename.ts'

const suffix =
  /^(.+?)[-_]?(env(?:ironment|var|variable|name)?|variable|(?:file(?:name|path)?|path)|credential)$/i

/** `clientSecretFile: /run/secrets/x` and `secretEnv: NAME`: other products have a key for each place of a secret, and here the value names it. */
export function referenceKey(
  key: string,
  { map, candidates, missing }: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> | undefined {
  const [, name = '', place = ''] = suffix.exec(key) ?? []
  if (name === '') return undefined
  const places = candidates.filter(
    candidate => context.schemaOf([...map, candidate])?.properties?.credential !== undefined,
  )
  const meant = sameLetters(name, places) ?? otherName(name, places)
  if (meant === undefined) return undefined
  const kind = /^(?:env|variable)/i.test(place) ? 'env' : /^credential/i.test(place) ? 'credential' : 'file'
  const at = [...map, key]
  const reference = referenceTo(kind, plainText(valueAt(context.data, at)))
  const isRequired = missing.includes(meant) ? '; it is required' : ''
  return {
    label: `did you mean ${quote(meant)}?`,
    help: isBeside(at, meant, context)
      ? `${quote(meant)} is there already: make one of the two`
      : `write ${meant}: ${reference}${isRequired}`,
    failed: [[...map, meant]],
  }
}
