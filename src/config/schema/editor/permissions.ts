import { permissions } from '../../../permissions.ts'
import type { Schema } from '../schema.ts'

/** The names of every built-in profile are proposed; others may be written, since a file may have a profile of its own. */
export function namedPermissions({ definitions = {} }: Schema): Record<string, Schema> {
  const { permissions: written = {} } = definitions
  const meanings = new Map<string, string[]>()
  for (const { name, meaning, value, direction, profiles } of permissions) {
    const effect = direction === 'restricts' ? `takes away: ${meaning}` : meaning
    const where = profiles.includes('alist-3.22') ? '' : `; in ${profiles.join(' and ')}`
    meanings.set(name, [...(meanings.get(name) ?? []), `${effect} (${value}${where})`])
  }
  const defaultSnippets = [...meanings].map(([name, told]) => ({
    label: name,
    description: told.join(', '),
    body: name,
  }))
  // with an example of the whole the server does not propose a name without its list
  const examples = [['webdav_read', 'webdav_manage']]
  return { permissions: { ...written, examples, items: { ...written.items, defaultSnippets } } }
}
