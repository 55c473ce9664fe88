import { expect, it } from 'vitest'
import { vouched } from '../accounts/vouched.ts'
import type { InApp } from '../plugin.ts'
import type { AnyPlugin } from '../plugins.ts'
import { returnRequest } from '../server/return-request.ts'
import type { Stage } from './rehearsal.ts'

/** Whose users must not be sent to an address that answers inside the vendor's app alone. */
const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
]

export function describeInApp(plugin: AnyPlugin, stage: Stage): void {
  it('signs people in silently where it says so, and nowhere else', async () => {
    expect((await stage.open()).inApp !== undefined).toBe(plugin.inApp === true)
  })

  if (!plugin.inApp) return

  async function open() {
    const { inApp, redirect } = await stage.open()
    if (!inApp) throw new Error('there is no silent sign-in')
    return { inApp, redirect }
  }

  it('takes no browser for the app of its vendor', async () => {
    const { userAgent } = (await open()).inApp
    expect(browsers.filter(browser => browser.search(userAgent) !== -1)).toEqual([])
  })

  it('begins its silent sign-in with what the host made, and gives no secret away', async () => {
    const { inApp } = await open()
    const tx = stage.transaction()
    const shown = await beginning(inApp, tx)
    for (const value of [...stage.secrets, tx.codeVerifier]) expect(shown).not.toContain(value)
    if (!('start' in inApp)) return
    const { url } = await inApp.start(tx)
    expect(url.searchParams.getAll('state')).toEqual([tx.state])
    expect(stage.redirectUriIn(url)).toBe(tx.redirectUri)
  })

  it('vouches for the same person in the app and in the browser', async () => {
    const { inApp, redirect } = await open()
    // the code of a script only the app can give
    if (!('start' in inApp)) return
    if (!redirect) throw new Error('there is no redirect sign-in to come back to')
    const { finish } = redirect
    const came = async (start: typeof inApp.start) => {
      const tx = stage.transaction()
      const { url } = await start(tx)
      return vouched(await finish(returnRequest(tx.redirectUri, await stage.visit(url), false), tx))
    }
    expect(await came(tx => inApp.start(tx))).toEqual(await came(tx => redirect.start(tx)))
  })
}

/** Everything that the browser gets to see. */
async function beginning(inApp: InApp, tx: ReturnType<Stage['transaction']>): Promise<string> {
  if ('start' in inApp) return (await inApp.start(tx)).url.href
  const { library, askForCode, parameters } = inApp.page(tx)
  expect(['http:', 'https:']).toContain(library.protocol)
  return [library.href, askForCode, ...Object.values(parameters)].join('\n')
}
