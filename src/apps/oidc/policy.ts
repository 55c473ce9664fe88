import type { interactionPolicy, KoaContextWithOIDC } from 'oidc-provider'
import { hasProvedAgain, type Visit } from './visit.ts'

type Policy = ReturnType<(typeof interactionPolicy)['base']>

interface PolicyHost {
  visitOf(ctx: KoaContextWithOIDC): Visit
  now: () => number
}

/**
 * When people have to sign in before they go on: no session, `prompt=login`, a sign-in longer ago than `max_age`, an
 * `id_token_hint` about somebody else. Nobody is asked for consent: the apps are those of the company's own file, and
 * whoever reviews it has agreed for everybody; so `prompt=consent` is met already.
 */
export function policyOf(
  { base, Check }: typeof interactionPolicy,
  { visitOf, now }: PolicyHost,
): { policy: Policy; isPending(ctx: KoaContextWithOIDC): Promise<boolean> } {
  const policy = base()
  policy.get('consent')?.checks.clear()
  const checks = policy.get('login')?.checks
  if (!checks) throw new Error('the library has another policy')
  for (const reason of ['login_prompt', 'max_age']) checks.remove(reason)
  checks.add(
    new Check('login_prompt', 'the person has to sign in again', 'login_required', ctx => {
      const { oidc } = ctx
      return oidc.prompts.has('login') && !hasProvedAgain(visitOf(ctx))
    }),
  )
  checks.add(
    new Check('max_age', 'the person has signed in too long ago', 'login_required', ctx => {
      const visit = visitOf(ctx)
      const maxAge = ctx.oidc.params?.max_age
      if (maxAge === undefined || !visit.visitor || hasProvedAgain(visit)) return false
      return now() - visit.visitor.provedAt > Number(maxAge) * 1000
    }),
  )
  return {
    policy,
    async isPending(ctx) {
      for (const { check } of checks) if (await check(ctx)) return true
      return false
    },
  }
}
