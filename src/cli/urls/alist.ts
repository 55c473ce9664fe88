import type { Config } from '../../config/config.ts'
import type { ConsoleStep } from '../../plugin.ts'
import { methods, redirectUri } from '../../server/alist/addresses.ts'

/** The vendor of the source that answers at AList's addresses sends people back to these as well. */
export function alistRedirects(source: string, { publicUrl, callbacks: { alist } }: Config): ConsoleStep[] {
  if (alist?.source !== source) return []
  return methods.map(method => ({
    place: { zh: '同一处，另加', en: 'the same place, in addition' },
    field: { zh: `AList 的回调地址 (${method})`, en: `AList's callback (${method})` },
    value: redirectUri(publicUrl, alist.compatibilityMode, method),
  }))
}
