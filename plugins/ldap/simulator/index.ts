import type { Duplex } from 'node:stream'
import type { Simulator, World } from 'sso-kit/plugin'
import type { Options } from '../directories.ts'
import { passwordOf } from './people.ts'
import { converse } from './session.ts'
import { treeOf } from './tree.ts'

export { passwordOf } from './people.ts'

/**
 * A small LDAP server (RFC 4511) with the organisation's people and departments: simple bind, search (also in pages, RFC 2696) and unbind. What
 * the entries are called and made of follows from the options, so that any file finds its people. StartTLS is for
 * networks, and this one is on loopback.
 */
export async function simulate(options: Options, world: World): Promise<Simulator> {
  const handle = async () => new Response('an LDAP server speaks no HTTP', { status: 404 })
  const [first] = world.people.filter(({ member }) => member)
  return Object.assign(handle, {
    passwords: first ? [{ username: first.id, password: passwordOf(first) }] : [],
    speaker: {
      // made anew for every client: an administrator moves and removes people
      speak: (client: Duplex) => void converse(client, () => treeOf(options, world), options),
      options: (address: string) => ({ url: `ldap://${address}`, startTls: 'never' }),
    },
  })
}
