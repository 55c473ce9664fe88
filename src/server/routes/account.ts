import type { Request, Response, Router } from 'express'
import { unbind } from '../../accounts/bind.ts'
import { checkPassword, keepPassword, passwordRecord } from '../../accounts/local.ts'
import type { PasswordFault } from '../../accounts/passwords.ts'
import { rightsOf } from '../../accounts/rights.ts'
import { roleOf } from '../../accounts/role.ts'
import { usernameKey } from '../../accounts/username.ts'
import { SsoError } from '../../errors.ts'
import { namesOf } from '../../permissions.ts'
import { isFollowedBy } from '../directories.ts'
import { checkForm } from '../forms.ts'
import { ownPage, pageFor } from '../page.ts'
import { type AccountPage, accountPage } from '../pages/account.tsx'
import { departurePage } from '../pages/departure.tsx'
import { render } from '../pages/render.ts'
import { record } from '../record.ts'
import { leaveApps } from '../saml/leave.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'
import type { Text } from '../text/en.ts'
import { departure } from './auth.ts'
import { sourceOf } from './source.ts'

/** The person's own page and what they may change on it. */
export function accountRoutes(router: Router, site: Site): void {
  const home = `${site.config.publicUrl}/account`
  const signInFirst = `${site.config.publicUrl}/signin?${new URLSearchParams({ returnTo: new URL(home).pathname })}`
  const local = [...site.sources.values()].find(({ config }) => config.enabled && config.type === 'local')
    ?.config.id

  router.get('/account', async (request, response) => {
    const signedIn = await site.sessions.of(request)
    if (!signedIn) return response.redirect(signInFirst)
    const { done } = pageFor(site, request).text
    const said = typeof request.query.done === 'string' && Object.hasOwn(done, request.query.done)
    const sentence = said ? done[request.query.done as keyof Text['done']] : undefined
    await show(
      request,
      response,
      signedIn,
      sentence === undefined ? {} : { notice: { kind: 'info', sentence } },
    )
  })

  router.post('/account/bind/:source', async (request, response) => {
    const signedIn = await changing(request, response, { fresh: true })
    if (!signedIn) return
    await site.limits.signIn(request.ip ?? '')
    const open = sourceOf(site, request)
    const about = { mode: 'bind', sessionHash: signedIn.session.hash, returnTo: '/account' } as const
    const url = await departure(site, request, response, open, about)
    const page = ownPage(site, request, signedIn)
    response
      .type('html')
      .send(render(departurePage({ page, title: page.text.goingTo(open.config.name), url: url.href })))
  })

  router.post('/account/unbind/:source', async (request, response) => {
    const signedIn = await changing(request, response, { fresh: true })
    if (!signedIn) return
    const source = String(request.params.source)
    await unbind(
      site.storage,
      source,
      signedIn.account.id,
      site.now(),
      { isUsable, isFollowed },
      signedIn.session.hash,
    )
    site.tellApps()
    await record(site, { event: 'unbound', accountId: signedIn.account.id, source, address: request.ip })
    await site.sessions.renew(response, signedIn, false)
    response.redirect(303, `${home}?done=unbound`)
  })

  router.post('/account/password', async (request, response) => {
    const signedIn = await changing(request, response, { fresh: true })
    if (!signedIn) return
    if (local === undefined) throw new SsoError('source_unknown')
    const { account, session } = signedIn
    const { text } = pageFor(site, request)
    const refuse = (passwordFault: string, status: number) => {
      response.status(status)
      return show(request, response, signedIn, { passwordFault })
    }
    const { current, password } = request.body as Record<string, unknown>
    if (typeof password !== 'string') throw new SsoError('request_invalid')
    if (await hasPassword(account.id)) {
      const attempt = await site.limits.password(
        request.ip ?? '',
        `${local} ${usernameKey(account.username)}`,
      )
      if (
        typeof current !== 'string' ||
        !(await checkPassword(site.storage, local, account.username, current))
      ) {
        return refuse(text.wrongCurrent, 401)
      }
      await attempt.passed()
    }
    try {
      const kept = await passwordRecord(password, account.username)
      await site.storage.atomically(async store => {
        // hashing waits its turn: whoever was signed out meanwhile, perhaps by this very change, sets nothing
        if (!(await store.sessions.find(session.hash))) throw new SsoError('sign_in_again')
        await keepPassword(store, local, account, kept, site.now())
        await store.sessions.endAll(account.id, session.hash)
      })
    } catch (thrown) {
      if (!(thrown instanceof SsoError) || thrown.code !== 'password_weak') throw thrown
      return refuse(text.passwordFaults[thrown.cause as PasswordFault], thrown.status)
    }
    site.tellApps()
    await record(site, { event: 'password-set', accountId: account.id, source: local, address: request.ip })
    await site.sessions.renew(response, signedIn, false)
    response.redirect(303, `${home}?done=password`)
  })

  router.post('/signout', async (request, response) => {
    const signedIn = await changing(request, response, { fresh: false })
    if (!signedIn) return
    const { account, session } = signedIn
    if ((request.body as Record<string, unknown>).scope === 'others') {
      await site.storage.sessions.endAll(account.id, session.hash)
      await record(site, { event: 'sessions-ended', accountId: account.id, address: request.ip })
      site.tellApps()
      return response.redirect(303, `${home}?done=others`)
    }
    const open = await site.storage.openings.of(session.id)
    await site.sessions.end(response, signedIn)
    await record(site, { event: 'signed-out', accountId: account.id, address: request.ip })
    site.tellApps()
    await leaveApps(site, request, response, open)
  })

  /** The person behind a form; without one, or without a recent enough sign-in, the browser is sent to sign in. */
  async function changing(
    request: Request,
    response: Response,
    { fresh }: { fresh: boolean },
  ): Promise<SignedIn | undefined> {
    const signedIn = await site.sessions.of(request)
    if (signedIn) {
      response.locals.signedIn = true
      checkForm(request, site.formKeys, signedIn.token, new URL(site.config.publicUrl).origin)
    }
    if (signedIn && (!fresh || site.sessions.isFresh(signedIn.session))) return signedIn
    response.redirect(303, signedIn ? `${signInFirst}&again` : signInFirst)
    return undefined
  }

  function isUsable(source: string): boolean {
    return site.sources.get(source)?.config.enabled === true
  }

  function isFollowed(source: string): boolean {
    return isFollowedBy(site, source)
  }

  async function hasPassword(accountId: string): Promise<boolean> {
    return (await site.storage.bindings.of(accountId)).some(
      ({ source, password }) => source === local && password !== null,
    )
  }

  async function show(
    request: Request,
    response: Response,
    signedIn: SignedIn,
    said: { notice?: AccountPage['notice']; passwordFault?: string } = {},
  ): Promise<void> {
    const { account, session } = signedIn
    const bindings = await site.storage.bindings.of(account.id)
    const usable = bindings.filter(({ source }) => isUsable(source))
    const sources = [...site.sources.values()].map(({ config, source }) => {
      const binding = bindings.find(bound => bound.source === config.id)
      const others = usable.some(bound => bound.source !== config.id)
      return {
        config,
        binding,
        canBind: !binding && source.redirect !== undefined,
        canUnbind: binding !== undefined && others && !isFollowed(config.id),
        isFollowed: isFollowed(config.id),
      }
    })
    const rights = rightsOf(account, bindings, site.config)
    const page = ownPage(site, request, signedIn, roleOf(account, bindings, site.config.admins))
    const props: AccountPage = {
      page,
      sources: sources.filter(({ binding, canBind }) => binding || canBind),
      rights,
      permissions: namesOf(rights.permission, site.config.permissions).names,
      ...(local !== undefined && {
        password: {
          isSet: bindings.some(({ source }) => source === local),
          ...(said.passwordFault !== undefined && { fault: said.passwordFault }),
        },
      }),
      sessions: await site.storage.sessions.of(account.id, site.sessions.alive()),
      current: session.hash,
      ...(said.notice && { notice: said.notice }),
    }
    response.type('html').send(render(accountPage(props)))
  }
}
