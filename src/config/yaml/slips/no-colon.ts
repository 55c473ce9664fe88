import { quote } from '../../words.ts'
import type { Slip } from './slip.ts'

/** `sign` is what stands there instead, with the blanks before it; `isStuck` where no blank is behind that. */
export function noColon(start: number, key: string, sign = '', isStuck = false): Slip {
  const at = start + key.length
  return {
    on: [start, at],
    message: 'there is no ":" after this key',
    help: `write ${isStuck ? '": "' : '":"'} after it${sign === '' ? '' : ` in place of ${quote(sign.trim())}`}`,
    instead: { at, length: sign.length, text: isStuck ? ': ' : ':' },
  }
}
