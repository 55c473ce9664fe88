import { existsSync } from 'node:fs'
import { type Browser, chromium as playwright } from 'playwright-core'

/** The first has the same engine and no window, and takes two thirds of the time. */
const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = places.find(place => place !== undefined && existsSync(place))

/**
 * False where this machine has no Chromium: the browser tests are then skipped and say so. On CI that is a failure,
 * since a run without them proves less than it seems to.
 */
export const hasChromium = executablePath !== undefined
if (!hasChromium) {
  const words =
    'no Chromium found: the browser tests are skipped. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.'
  if (process.env.CI) throw new Error(words)
  console.warn(words)
}

export function launch(...more: string[]): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium')
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  // root has no user namespace to put a sandbox into
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return playwright.launch({ executablePath, args: [...quiet, ...sandbox, ...more] })
}
