import type { Hand } from '../../accounts/administer.ts'
import { record } from '../../server/record.ts'
import type { Desk } from './action.ts'

export function handOf(desk: Desk): Hand {
  const { storage, config, now } = desk
  return {
    ...{ storage, config, now, leavesOne: false },
    record: ({ detail, ...entry }) => record(desk, { ...entry, detail: { ...detail, by: 'command line' } }),
  }
}
