import { letters } from '../suggest.ts'
import { type Context, valueAt } from './context.ts'
import { secretExample } from './example.ts'
import type { Holder } from './holder.ts'
import { isBeside } from './rename.ts'
import { yesOrNo } from './yes-no.ts'

/** `public: true` at an app with a secret says nothing of people: other products call a client without one so. */
export function publicClient(key: string, { map, candidates }: Holder, context: Context): string | undefined {
  const isOfClient = map[0] === 'apps' && map.length === 2 && candidates.includes('clientSecret')
  if (!isOfClient || !/^(?:is)?public(?:client)?$/.test(letters(key))) return undefined
  const at = [...map, key]
  const isPublic = yesOrNo(valueAt(context.data, at))
  const hasSecret = isBeside(at, 'clientSecret', context)
  if (isPublic === false)
    return hasSecret
      ? 'remove it: an app with "clientSecret" is no public client'
      : `write clientSecret: ${secretExample([...map, 'clientSecret'], context.data)} in its place: an app without one is a public client`
  return hasSecret
    ? 'remove it, and "clientSecret" too if the app is a public client: one without a secret'
    : 'remove it: an app without "clientSecret" is a public client'
}
