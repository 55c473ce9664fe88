import { redacted } from '../config/shown.ts'
import type { Words } from '../plugin.ts'

/** Where a secret lives on our side: where the file's reference points, or, in a sandbox, in the file itself. */
const placeOf = (key: string, reference: unknown): Words =>
  reference === redacted
    ? { zh: `文件的 ${key}`, en: `in ${key} of the file` }
    : { zh: ` ${key} 所指之处 ${reference}`, en: `where ${key} points, ${reference}` }

/** A secret that nobody gives out: it is made up for both sides. */
export function madeUp(there: Words, key: string, reference: unknown): Words {
  const here = placeOf(key, reference)
  return {
    zh: `同一个随机值，两处都放：${there.zh}，和${here.zh}`,
    en: `one random value in both places: in ${there.en}, and ${here.en}`,
  }
}

/** A secret that the other side shows once. */
export const shownOnce = (key: string, reference: unknown): Words =>
  reference === redacted
    ? { zh: `只显示一次；填入 ${key}`, en: `shown once; goes into ${key}` }
    : {
        zh: `只显示一次；不写进文件，放到 ${key} 所指之处：${reference}`,
        en: `shown once; not into the file, but where ${key} points: ${reference}`,
      }
