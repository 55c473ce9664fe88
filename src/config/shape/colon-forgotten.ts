import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { inBrackets } from './entries.ts'
import { isBeside } from './rename.ts'
import type { Holder } from './unknown-key.ts'

/** `{ role dev, when: … }`: a key and its value as one word without a value. */
export function colonForgotten(
  key: string,
  { map, candidates }: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> | undefined {
  const [, name = '', value = ''] = /^(\S+)\s+(.+)$/s.exec(key) ?? []
  const at = [...map, key]
  if (!candidates.includes(name) || valueAt(context.data, at) !== null || isBeside(at, name, context))
    return undefined
  const isShown = !context.hidden([...map, name]) && value.length <= 60
  return {
    label: 'there is no ":" after this key',
    help: isShown ? `write ${name}: ${inBrackets(value)}` : `write a ":" after ${quote(name)}`,
    failed: [[...map, name]],
  }
}
