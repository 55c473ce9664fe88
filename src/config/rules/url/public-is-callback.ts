import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Consoles ask for the callback, and from there it is copied: every address would be made below it. */
export const publicIsCallback: Rule = ({ root: { publicUrl = '', callbacks }, ids }) => {
  const pattern = callbacks?.path ?? ''
  if (!pattern.includes('{source}') || !URL.canParse(publicUrl)) return []
  const of = (id: string) => pattern.replace('{source}', id)
  const id = ['{source}', ...ids.sources.map(one => one.id)].find(one => publicUrl.endsWith(of(one)))
  if (id === undefined) return []
  const origin = publicUrl.slice(0, -of(id).length)
  return [
    {
      at: ['publicUrl'],
      message: `"publicUrl" is the callback of ${id === '{source}' ? 'a source' : quote(id)}: every address would be made below it`,
      help: `write publicUrl: ${origin}`,
    },
  ]
}
