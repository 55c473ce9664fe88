import type { Adapter, AdapterPayload } from 'oidc-provider'
import { sha256 } from '../../hash.ts'
import type { OidcGrant } from '../../storage/oidc.ts'
import type { Storage } from '../../storage/storage.ts'

export interface AdapterHost {
  storage: Pick<Storage, 'oidc'>
  now: () => number
  /** The library's session of the request under way: a view of ours, under that id. */
  session(id: string): AdapterPayload | undefined
  /** What the library takes for consent; undefined where the grant no longer counts. */
  grant(kept: OidcGrant): AdapterPayload | undefined
  /** What `use` and `keep` throw where the family is revoked: `invalid_grant`. */
  revoked(): Error
}

/**
 * Where the library keeps things. Codes and tokens are rows under a grant, found by the hash of their value and by their
 * kind; the session is ours; requests under way are not kept at all, since whoever has signed in brings theirs again.
 *
 * The library reads a clock of its own. What counts here is ours: a row ends by it, and what is handed to the library
 * has by the library's clock as long to live.
 */
export function adapterFor(host: AdapterHost): (kind: string) => Adapter {
  return kind => {
    if (kind === 'Session') return { ...nothing, find: async id => host.session(id) }
    if (kind === 'Grant') return grants(host)
    return kept.has(kind) ? tokens(kind, host) : nothing
  }
}

const kept = new Set(['AuthorizationCode', 'AccessToken', 'RefreshToken'])

function grants({ storage, now, grant }: AdapterHost): Adapter {
  return {
    ...nothing,
    async find(id) {
      const found = await storage.oidc.grant(id, now())
      const payload = found && grant(found)
      return found && payload && { ...payload, ...lifeOf(found, now()) }
    },
    destroy: id => storage.oidc.revoke(id),
  }
}

function tokens(kind: string, { storage, now, revoked }: AdapterHost): Adapter {
  return {
    ...nothing,
    async upsert(value, { jti: _, exp: __, ...payload }, expiresIn = 0) {
      const about = { kind, grantId: String(payload.grantId), payload: JSON.stringify(payload) }
      const token = { hash: sha256(value), ...about, endsAt: now() + expiresIn * 1000 }
      if (!(await storage.oidc.keep(token))) throw revoked()
    },
    async find(value) {
      const found = await storage.oidc.token(kind, sha256(value), now())
      if (!found) return undefined
      const payload: AdapterPayload = JSON.parse(found.payload)
      const used = found.usedAt !== null && { consumed: Math.floor(found.usedAt / 1000) }
      return { ...payload, ...used, jti: value, ...lifeOf(found, now()) }
    },
    async consume(value) {
      if (await storage.oidc.use(kind, sha256(value), now())) return
      // it was there a moment ago, unused: of two at once, one is a thief
      const found = await storage.oidc.token(kind, sha256(value), now())
      if (found) await storage.oidc.revoke(found.grantId)
      throw revoked()
    },
    destroy: value => storage.oidc.drop(kind, sha256(value)),
    revokeByGrantId: grantId => storage.oidc.dropOf(kind, grantId),
  }
}

const lifeOf = ({ endsAt }: { endsAt: number }, now: number): { exp: number } => ({
  exp: Math.floor(Date.now() / 1000) + Math.ceil((endsAt - now) / 1000),
})

const nothing: Adapter = {
  async upsert() {},
  async find() {
    return undefined
  },
  async findByUserCode() {
    return undefined
  },
  async findByUid() {
    return undefined
  },
  async consume() {},
  async destroy() {},
  async revokeByGrantId() {},
}
