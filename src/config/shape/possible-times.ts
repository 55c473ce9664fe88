import type { Path } from '../../diagnostics/diagnostic.ts'
import { milliseconds } from '../duration.ts'
import type { Schema } from '../schema/schema.ts'
import { type Context, valueAt } from './context.ts'
import { isTime } from './corrected.ts'
import { withUnits } from './times.ts'

/** What a number without a unit may be, where a time is wanted. No session is idle for longer than it lasts. */
export function possibleTimes(
  value: string,
  path: Path,
  schema: Schema,
  context: Context,
): readonly string[] {
  const { pattern = '', 'x-form': form = '' } = schema
  const times = isTime(form) ? withUnits(value, pattern, form) : []
  const key = path.join('.')
  const other = key === 'session.idle' ? 'lifetime' : key === 'session.lifetime' ? 'idle' : undefined
  const limit = other === undefined ? undefined : valueAt(context.data, ['session', other])
  // an idle time that nobody wrote is one for sessions of any length
  const isSaid = other === 'lifetime' || context.positions.has(['session', 'idle'])
  if (!isSaid || typeof limit !== 'string' || !new RegExp(pattern, 'u').test(limit)) return times
  const isLonger = (text: string) => milliseconds(text) > milliseconds(limit)
  const isShorter = (text: string) => milliseconds(text) < milliseconds(limit)
  return times.filter(other === 'lifetime' ? isShorter : isLonger)
}
