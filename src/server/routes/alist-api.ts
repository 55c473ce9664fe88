import express, { type Request, type Router } from 'express'
import { bind, unbind } from '../../accounts/bind.ts'
import { roleOf } from '../../accounts/role.ts'
import type { AListCallbacks } from '../../config/config.ts'
import { SsoError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import type { Admitted } from '../../model.ts'
import { refuse, succeed } from '../alist/envelope.ts'
import { boundId, userOf } from '../alist/me.ts'
import { type Holder, holderOf } from '../alist/tokens.ts'
import { isFollowedBy } from '../directories.ts'
import { record } from '../record.ts'
import type { Site } from '../site.ts'

/** AList's names of platforms; what it has none for is an OpenID server to it. */
const platforms = ['Casdoor', 'Github', 'Microsoft', 'Google', 'Dingtalk']

/** What a token opens: who its holder is, bind and unbind, and its own end. */
export function alistApiRoutes(
  router: Router,
  site: Site,
  { source, compatibilityMode }: AListCallbacks,
): void {
  const { config, storage } = site
  const sourceConfig = config.sources.find(({ id }) => id === source)

  router.get('/api/public/settings', (_request, response) => {
    const type = sourceConfig?.type
    succeed(response, {
      sso_login_enabled: String(sourceConfig?.enabled === true),
      sso_login_platform: platforms.find(name => name.toLowerCase() === type) ?? 'OIDC',
      sso_compatibility_mode: String(compatibilityMode),
    })
  })

  router.get('/api/me', async (request, response) => {
    const { account } = await holderOf(site, request)
    const bindings = await storage.bindings.of(account.id)
    succeed(response, userOf(account, bindings, site, bindings.find(isOurs)))
  })

  router.post('/api/me/update', express.json({ limit: '16kb' }), async (request, response) => {
    await site.limits.signIn(request.ip ?? '')
    const holder = await holderOf(site, request)
    const { account } = holder
    const bindings = await storage.bindings.of(account.id)
    if (roleOf(account, bindings, config.admins) === 'guest') throw refuse('guest')
    if (!request.is('application/json')) throw new SsoError('request_invalid', { cause: 'no JSON' })
    const { username, password = '', sso_id: id } = request.body as Record<string, unknown>
    if (username !== account.username || password !== '') throw refuse('notHere')
    const bound = bindings.find(isOurs)
    // as `GET /api/me` told it: nothing changes
    const isKept = id === undefined || id === (bound ? boundId(site.formKeys, bound) : '')
    if (!isKept) await change(request, holder, id)
    succeed(response)
  })

  router.get('/api/auth/logout', async (request, response) => {
    const { account, token } = await holderOf(site, request)
    await storage.alist.endToken(token.hash)
    const { frontend } = token
    await record(site, {
      event: 'signed-out',
      accountId: account.id,
      address: request.ip,
      detail: { frontend },
    })
    succeed(response)
  })

  async function change(request: Request, { account, session }: Holder, id: unknown): Promise<void> {
    if (typeof id !== 'string') throw refuse('unknownId')
    const about = { accountId: account.id, source, address: request.ip }
    if (id === '') {
      if (!site.sessions.isFresh(session)) throw new SsoError('sign_in_again', { source, step: 'account' })
      await unbind(
        storage,
        source,
        account.id,
        site.now(),
        { isUsable, isFollowed: id => isFollowedBy(site, id) },
        session.hash,
      )
      return record(site, { event: 'unbound', ...about })
    }
    // never an id that the browser asserts: only one that a source vouched for, to this very session
    const pending = await storage.alist.takeBind(sha256(id), session.hash)
    if (!pending || pending.expiresAt <= site.now() || pending.source !== source) throw refuse('unknownId')
    const identity = JSON.parse(pending.identity) as Admitted
    const outcome = await bind(storage, source, identity, account.id, site.now())
    if (outcome === 'bound') await record(site, { event: 'bound', ...about })
  }

  function isOurs(binding: { source: string }): boolean {
    return binding.source === source
  }

  function isUsable(id: string): boolean {
    return site.sources.get(id)?.config.enabled === true
  }
}
