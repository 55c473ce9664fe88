import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Consoles ask for the callback, and from there it is copied: every address would be made below it. */
export const publicIsCallback: Rule = ({ root: { publicUrl = '', callbacks }, ids }) => {
  const pattern = callbacks?.path ?? ''
  if (!pattern.includes('{source}') || !URL.canParse(publicUrl)) return []
  const id = ids.sources.map(one => one.id).find(one => publicUrl.endsWith(pattern.replace('{source}', one)))
  if (id === undefined) return []
  const origin = publicUrl.slice(0, publicUrl.length - pattern.replace('{source}', id).length)
  return [
    {
      at: ['publicUrl'],
      message: `"publicUrl" is the callback of ${quote(id)}: every address would be made below it`,
      help: `write publicUrl: ${origin}`,
    },
  ]
}
