import type { Router } from 'express'
import { usernameKey } from '../../accounts/username.ts'
import { SsoError } from '../../errors.ts'
import { choiceOf } from '../choice.ts'
import { enterFromForm } from '../enter.ts'
import { checkForm } from '../forms.ts'
import { pageFor } from '../page.ts'
import { refusePassword, vouchedFor } from '../refusals.ts'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'
import { showSignIn } from './signin.ts'
import { sourceOf } from './source.ts'

/** `POST /auth/{source}/password`: name and password, for sources that take them here. */
export function passwordRoutes(router: Router, site: Site): void {
  router.post('/auth/:source/password', async (request, response) => {
    const open = sourceOf(site, request)
    if (!open.source.password) throw new SsoError('source_unknown', { source: open.config.id })
    const { username, password, returnTo } = request.body as Record<string, unknown>
    const { text } = pageFor(site, request)
    const say = async (sentence: string, status: number) => {
      const choice = await choiceOf(site, request, response)
      response.status(status)
      const typed =
        typeof username === 'string' ? { username: { [open.config.id]: username.slice(0, 128) } } : {}
      showSignIn(site, request, response, choice, { notice: { kind: 'error', sentence }, ...typed })
    }
    try {
      checkForm(
        request,
        site.formKeys,
        site.cookies.read(request, 'sso_flow'),
        new URL(site.config.publicUrl).origin,
      )
    } catch {
      // the page lay open for too long: the same page again, with a fresh token, is kinder than an error
      return say(text.errors.form_expired.title, 403)
    }
    if (typeof username !== 'string' || typeof password !== 'string') throw new SsoError('request_invalid')
    const wrong = () => say(text.errors.credentials_wrong.title, 401)
    if (username === '' || password === '' || username.length > 256) return wrong()

    const attempt = await site.limits.password(request.ip ?? '', `${open.config.id} ${usernameKey(username)}`)
    // a vendor's error may repeat what it was sent
    response.locals.unspoken = [password, ...open.secrets]
    const { password: checker } = open.source
    const at = { source: open.config.id, step: 'profile' } as const
    const identity = await vouchedFor(site, request, at, () => checker.check(username, password)).catch(
      async thrown => {
        await attempt.unanswered()
        throw thrown
      },
    )
    if (identity === null) {
      await refusePassword(site, request, open.config.id, username)
      return wrong()
    }
    try {
      await enterFromForm(site, request, response, {
        open,
        identity,
        returnTo: returnPath(returnTo, site.config.publicUrl),
      })
      await attempt.passed()
    } catch (thrown) {
      // a disabled account answers like a wrong password: whether the name exists is nobody's business
      if (thrown instanceof SsoError && thrown.code === 'account_disabled') return wrong()
      throw thrown
    }
  })
}
