import { afterAll, beforeAll, expect, it } from 'vitest'
import { removeFolders } from '../cli/folder.ts'
import type { Fault, Site } from '../site.ts'
import { registering } from '../site.ts'
import { checked, exitOf, type Met, signInOnly } from './met-by-check.ts'
import { lineOf, openReadySite, sessionOf, usernames } from './steps.ts'

/** How a vendor says no: at a call of the sign-in, or already on the way back. */
export interface VendorError {
  /** As the vendor calls it. */
  error: string
  /** The end of the path that answers so; absent: the person comes back with {@link back}. */
  at?: string
  /** Default: 200. */
  status?: number
  headers?: Record<string, string>
  body?: object
  /** Parameters in the place of the code. */
  back?: Record<string, string>
  /** Code of the page and of the log line. Default: source_refused. */
  code?: string
  /** In the log. Default: {@link error}; null: none, since the answer is no refusal of the vendor's. */
  vendorCode?: string | null
  step: 'return' | 'exchange' | 'profile'
  /** What the log says besides: where to look, or what to change. */
  cause?: string
  /** What `sso-kit check` says of the same error, or that it cannot meet it. Nothing is left unsaid. */
  check: Met | typeof signInOnly
}

/** Words that a vendor might add. They may help who reads the log; no page repeats them. */
const words = 'words of the vendor'

/**
 * Two claims for each error. A sign-in: the page, the line in the log, nobody signed in, and the code sent once. `check`:
 * the step that tells, its words, where it is mended, and the exit code.
 */
export function describeErrors(
  given: {
    yaml: string
    source: string
    person?: string
    exchange: string
    /** How long the plugin asks no more after a refusal, lest the vendor lock the app. Default: not at all. */
    pauseS?: number
    /** More keys of the source, for `check` alone: what follows a directory needs more. */
    checkedWith?: string
  },
  errors: readonly VendorError[],
): void {
  let site: Site
  let visitors = 0
  beforeAll(async () => {
    site = await openReadySite(`${registering}\nsources:${given.yaml}`, ', trustedProxies: ["127.0.0.1/32"]')
  })
  afterAll(async () => {
    removeFolders()
    await site?.close()
  })

  const { source, person = 'lisi' } = given

  it.each(errors.map(one => [one.error, one.at ?? 'the way back', one] as const))(
    '%s at %s',
    async (_error, _at, {
      error,
      at,
      status,
      headers,
      body,
      back,
      code,
      vendorCode = error,
      step,
      cause,
    }) => {
      const fault: Fault = ({ url }) =>
        at !== undefined && new URL(url).pathname.endsWith(at)
          ? Response.json(body, { status: status ?? 200, ...(headers && { headers }) })
          : undefined
      site.clock.now += (given.pauseS ?? 0) * 1000
      // an address of its own: thirty sign-ins a minute are all that one gets
      const browser = site.browser({ 'x-forwarded-for': `198.51.100.${++visitors}` })
      const returned = new URL(await browser.atVendor(source, person))
      site.vendor.fault = fault
      site.vendor.calls.length = 0
      if (back) {
        const state = returned.searchParams.get('state') ?? ''
        returned.search = new URLSearchParams({ ...back, state }).toString()
      }
      const answer = await browser.get(returned.href)
      site.vendor.fault = undefined

      const line = lineOf(site, answer)
      expect(line).toMatchObject({ code: code ?? 'source_refused', source, step })
      expect(line.vendorCode ?? null).toBe(vendorCode)
      if (cause !== undefined) expect(line.cause).toContain(cause)
      expect(answer.page).not.toContain(words)
      expect(answer.status).toBe(code === 'not_member' || code === 'source_denied' ? 403 : 502)
      expect([await usernames(site), sessionOf(browser)]).toEqual([[], undefined])
      // a code is sent once, whatever becomes of it
      const exchanges = site.vendor.calls.filter(call => call.endsWith(given.exchange))
      expect(exchanges.length).toBe(back ? 0 : 1)
    },
  )

  const yaml = `${given.yaml}${given.checkedWith ?? ''}`

  it('check finds nothing wrong where the vendor refuses nothing, and makes no call that is a sign-in alone', async () => {
    const { code, steps } = await checked(site, yaml)
    expect([code, steps.filter(({ state }) => state === 'bad' || state === 'busy')]).toEqual([0, []])
    const met = errors.flatMap(({ check, at }) => (check === signInOnly && at !== undefined ? [at] : []))
    expect(site.vendor.calls.filter(call => met.some(at => call.endsWith(at)))).toEqual([])
  })

  const inCheck = errors.flatMap(one => (one.check === signInOnly ? [] : [{ ...one, check: one.check }]))
  it.each(inCheck.map(one => [one.error, one.check.at ?? one.at ?? '', one] as const))(
    'check meets %s at %s',
    async (_error, at, { status = 200, headers, body, check }) => {
      const { code, steps } = await checked(site, yaml, ({ url }) =>
        new URL(url).pathname.endsWith(at)
          ? Response.json(body, { status, ...(headers && { headers }) })
          : undefined,
      )
      const step = steps.find(({ name }) => name === check.step)
      expect(step, JSON.stringify(steps)).toMatchObject({ state: check.state })
      if (check.found !== undefined) expect(step?.found).toBe(check.found)
      expect(step?.mend ?? '').toContain(check.mend ?? '')
      if (check.state === 'bad') expect(check.mend, 'where it is mended').toBeTruthy()
      expect(JSON.stringify(steps)).not.toContain(words)
      expect(code).toBe(exitOf(check))
    },
  )
}

/** The body of an error with words beside it, under every name that vendors use. */
export const wordy = (body: object): object => ({
  message: words,
  error_description: words,
  errmsg: words,
  sub_msg: words,
  ...body,
})
