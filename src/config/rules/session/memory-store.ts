import { isMemory } from '../../../database-address.ts'
import type { Rule } from '../rule.ts'
import { databaseOf } from '../storage/database.ts'
import { isLoopback } from '../url/loopback.ts'

/** Fine for a try on one's own machine, which nobody else reaches. */
export const memoryStore: Rule = draft => {
  const url = databaseOf(draft)
  const { publicUrl } = draft.root
  if (url === undefined || !isMemory(url)) return []
  if (publicUrl !== undefined && URL.canParse(publicUrl) && isLoopback(new URL(publicUrl))) return []
  return [
    {
      at: ['storage', 'url'],
      message:
        'everything is kept in memory: accounts, passwords and sessions are gone when the server stops',
      help: 'write the path of a file, such as sqlite:./data/sso.db',
    },
  ]
}
