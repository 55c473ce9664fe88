import type { AppConfig } from '../config/config.ts'
import { aListSignIn } from './alist/client.ts'

/**
 * The address at an app that begins a visit, for types where that is all there is to it; undefined where people are
 * handed over otherwise, or the app has no such page and is reached from its own side only.
 */
export function launchAddress({ type, options }: Pick<AppConfig, 'type' | 'options'>): string | undefined {
  if (type === 'alist') return aListSignIn(String(options.url))
  const address = type === 'link' ? options.url : options.launchUrl
  return typeof address === 'string' ? address : undefined
}
