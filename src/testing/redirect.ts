import { describe, expect, it } from 'vitest'
import { vouched } from '../accounts/vouched.ts'
import { SsoError } from '../errors.ts'
import type { Identity } from '../model.ts'
import type { Host, Source } from '../plugin.ts'
import { returnRequest } from '../server/return-request.ts'
import type { Stage } from './rehearsal.ts'
import { variants } from './variants.ts'

type Fetch = Host['fetch']

export function describeRedirect(stage: Stage): void {
  const redirectOf = (source: Source) => {
    if (!source.redirect) throw new Error('the source has no redirect sign-in and the rehearsal no password')
    return source.redirect
  }

  /** One sign-in from beginning to end; the faults come from `around`. */
  async function signIn(around?: (fetch: Fetch) => Fetch): Promise<Identity> {
    const tx = stage.transaction()
    const source = await stage.open(around)
    const { start, finish, post } = redirectOf(source)
    const { url } = await start(tx)
    return finish(returnRequest(tx.redirectUri, await stage.visit(url), post !== undefined), tx)
  }

  async function refusal(around: (fetch: Fetch) => Fetch): Promise<unknown> {
    return signIn(around).then(
      identity => `let in ${identity.subject}`,
      (error: unknown) => error,
    )
  }

  describe('its redirect sign-in', () => {
    it('opens without a call to the vendor', async () => {
      const calls: string[] = []
      await stage.open(() => async url => {
        calls.push(String(url))
        throw new Error('not now')
      })
      expect(calls).toEqual([])
    })

    it("carries the host's state and redirect URI, and PKCE and nonce where it sends any", async () => {
      const tx = stage.transaction()
      const { start, post } = redirectOf(await stage.open())
      const { url } = await start(tx)
      const sent = url.searchParams
      expect(sent.getAll(post?.state ?? 'state')).toEqual([tx.state])
      expect(stage.redirectUriIn(url)).toBe(tx.redirectUri)
      expect([null, tx.codeChallenge]).toContain(sent.get('code_challenge'))
      expect([null, 'S256']).toContain(sent.get('code_challenge_method'))
      expect([null, tx.nonce]).toContain(sent.get('nonce'))
      for (const value of [...stage.secrets, tx.codeVerifier]) expect(url.href).not.toContain(value)
    })

    it('vouches for the same issuer and subject each time', async () => {
      const first = vouched(await signIn())
      const second = vouched(await signIn())
      expect([first.issuer, first.subject]).toEqual([second.issuer, second.subject])
    })

    it('serves two people at once without mixing them up', async () => {
      const both = await Promise.all([signIn(), signIn()])
      expect(new Set(both.map(({ subject }) => subject)).size).toBe(1)
    })

    it.each([
      ['does not answer', () => Promise.reject(new SsoError('source_unreachable'))],
      [
        'answers with a page',
        async () => new Response('<html>maintenance</html>', { headers: { 'content-type': 'text/html' } }),
      ],
      ['answers 500 with a page', async () => new Response('<html>oops</html>', { status: 500 })],
      ['answers with an empty object', async () => Response.json({})],
      ['answers with nothing', async () => new Response('')],
      ['answers with a list', async () => Response.json([0])],
      [
        'answers with an error inside a 200',
        async () => Response.json({ error: 'server_error', errcode: -1, code: 'unknownError' }),
      ],
    ])('refuses with a 502 if the vendor %s, at whichever call', async (_what, fault) => {
      const calls = await countCalls()
      for (let failing = 0; failing < calls; failing += 1) {
        const error = await refusal(fetch => {
          let call = 0
          return (url, init) => (call++ === failing ? fault() : fetch(url, init))
        })
        expect(error, `call ${failing + 1} of ${calls}`).toBeInstanceOf(SsoError)
        expect((error as SsoError).status, `call ${failing + 1} of ${calls}`).toBe(502)
        expect(everythingOf(error)).not.toSatisfy((text: string) =>
          stage.secrets.some(secret => text.includes(secret)),
        )
      }
    })

    it('never vouches for somebody else when a field of a reply is missing, empty or of another type', async () => {
      const { subject } = await signIn()
      const replies: unknown[] = []
      await signIn(recording(replies))
      for (const [index, reply] of replies.entries()) {
        for (const { what, value } of variants(reply)) {
          const outcome = await signIn(replacing(index, value)).then(
            identity => identity.subject,
            (error: unknown) => error,
          )
          const place = `reply ${index + 1}, ${what}`
          if (outcome instanceof Error) expect(outcome, place).toBeInstanceOf(SsoError)
          else expect(outcome, place).toBe(subject)
        }
      }
    })

    it('refuses a return without a code', async () => {
      const tx = stage.transaction()
      const { start, finish, post } = redirectOf(await stage.open())
      await start(tx)
      const bare = new URLSearchParams({ [post?.state ?? 'state']: tx.state })
      const outcome = finish(returnRequest(tx.redirectUri, bare, post !== undefined), tx)
      await expect(outcome).rejects.toBeInstanceOf(SsoError)
    })

    it('logs no secret', async () => {
      await signIn()
      const text = stage.logged.join('\n')
      for (const secret of stage.secrets) expect(text).not.toContain(secret)
    })
  })

  async function countCalls(): Promise<number> {
    let calls = 0
    await signIn(fetch => (url, init) => {
      calls += 1
      return fetch(url, init)
    })
    return calls
  }
}

function recording(replies: unknown[]): (fetch: Fetch) => Fetch {
  return fetch => async (url, init) => {
    const reply = await fetch(url, init)
    replies.push(
      await reply
        .clone()
        .json()
        .catch(() => undefined),
    )
    return reply
  }
}

function replacing(index: number, value: unknown): (fetch: Fetch) => Fetch {
  let call = 0
  return fetch => (url, init) => (call++ === index ? Promise.resolve(Response.json(value)) : fetch(url, init))
}

function everythingOf(error: unknown): string {
  const texts: string[] = []
  for (let each = error; each !== undefined && each !== null; each = (each as Error).cause) {
    texts.push(String(each), (each as Error).stack ?? '', JSON.stringify(each))
    if (typeof each === 'string') break
  }
  return texts.join('\n')
}
