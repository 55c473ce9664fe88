import { otherName } from '../suggest.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import type { Holder } from './holder.ts'
import { isBeside } from './rename.ts'
import { yesOrNo } from './yes-no.ts'

/** `sso_auto_register: true` in `autoRegister`: what others call the map itself switches it on. */
export function switchOfMap(
  key: string,
  { map, candidates }: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> | undefined {
  const on = yesOrNo(valueAt(context.data, [...map, key]))
  const isOwn = otherName(key, [String(map.at(-1))]) !== undefined && candidates.includes('enabled')
  if (on === undefined || !isOwn) return undefined
  return {
    label: 'did you mean "enabled"?',
    help: isBeside([...map, key], 'enabled', context)
      ? '"enabled" is there already: make one of the two'
      : `write enabled: ${on}`,
    failed: [[...map, 'enabled']],
  }
}
