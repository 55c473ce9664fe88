import { opposite } from '../opposite.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { form } from './example.ts'
import type { Holder } from './holder.ts'
import { isBeside } from './rename.ts'
import { yesOrNo } from './yes-no.ts'

/** `disabled: true`: renamed, it would say the opposite. */
export function deniedKey(
  key: string,
  { map, candidates }: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> | undefined {
  const meant = opposite(key, candidates)
  if (meant === undefined) return undefined
  const at = [...map, key]
  const label = `the opposite of ${quote(meant)}`
  const failed = [[...map, meant]]
  const schema = context.schemaOf([...map, meant]) ?? {}
  const said = schema.type === 'boolean' ? yesOrNo(valueAt(context.data, at)) : undefined
  const same = said === undefined ? undefined : `${meant}: ${!said}`
  const isList = schema.type === 'array'
  if (isBeside(at, meant, context))
    return {
      label,
      help: isList
        ? `take whom this names out of ${quote(meant)}, which keeps out all others anyway`
        : `${quote(meant)} is there already: make one of the two${same === undefined ? '' : `; this one means ${same}`}`,
      failed,
    }
  if (same !== undefined) return { label, help: `write ${same}`, failed }
  if (candidates.includes('not')) return { label, help: `write not: { ${meant}: … }`, failed: [] }
  return {
    label,
    help: isList
      ? `say it with ${quote(meant)}: whom that does not name is kept out`
      : `say it with ${quote(meant)}, which is ${form(schema)}`,
    failed,
  }
}
