import type { Provisioned } from '../../../storage/provisioned.ts'
import type { Found } from './client.ts'

/**
 * Whether a user there still is the account's: the very one that was made or taken over, by CloudSSO's own id. A name tells
 * nothing of that: it may have been given to somebody else since.
 */
export const isOurs = (found: Found | undefined, { remote, name }: Pick<Provisioned, 'remote' | 'name'>) =>
  found !== undefined && found.id === remote && (found.owner === undefined || found.owner === name)
