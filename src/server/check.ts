import { tokenProbe } from '../apps/alist/admin/check.ts'
import type { AppConfig } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { ValueSchema } from '../options.ts'
import type { Probe } from '../plugin.ts'
import { inManual, refusedProbe } from '../probe.ts'
import { aListAdminOf } from './alist/admin.ts'
import type { OpenApp } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'
import type { OpenSource, ReadySource } from './sources.ts'

/** Tokens are refused where two clocks are further apart. */
const mostSkewMs = 120_000

/** What everybody who calls a vendor needs – its addresses, the clock – and then the type's own test. */
export async function* checkSource(
  { plugin, options }: Pick<ReadySource, 'plugin' | 'options'>,
  { source }: Pick<OpenSource, 'source'>,
  { outbound, now, signal }: { outbound: Outbound; now: () => number; signal: AbortSignal },
): AsyncIterable<Probe> {
  let isReachable = true
  for (const address of new Set(addressesIn(options, plugin.options.properties))) {
    const probe = await reach(address, outbound, now)
    isReachable &&= probe.state !== 'bad'
    yield probe
  }
  if (!isReachable || !source.check) return
  try {
    yield* source.check(signal)
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    const name = { zh: '连接测试', en: 'connectivity test' }
    yield refusedProbe(name, { code: inWords(error), isBusy: error.retryAfterS !== undefined }, inManual)
  }
}

/** Whether {@link checkApp} has anything to try of an app. */
export const isCalled = ({ type, enabled, options }: AppConfig): boolean =>
  enabled && type === 'alist' && options.adminToken !== undefined

/** What the server itself asks of an app, tried once; nothing where it never calls it. */
export async function* checkApp(
  app: OpenApp,
  { outbound, now }: { outbound: Outbound; now: () => number },
): AsyncIterable<Probe> {
  const admin = aListAdminOf(app, outbound)
  if (!admin) return
  const address = await reach(new URL(String(app.options.url)), outbound, now)
  yield address
  if (address.state === 'bad') return
  try {
    yield await tokenProbe(admin)
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    yield refusedProbe({ zh: '管理接口', en: 'API for administrators' }, { code: inWords(error) }, inManual)
  }
}

/** False where a check would find nothing to ask: what a source needs is all here. */
export const hasChecks = (
  { plugin, options }: Pick<ReadySource, 'plugin' | 'options'>,
  { source }: Pick<OpenSource, 'source'>,
): boolean => source.check !== undefined || addressesIn(options, plugin.options.properties).length > 0

/** Code, vendor's code and where: what the log would say, too. */
export function inWords({ code, vendorCode, cause }: SsoError): string {
  return [code, vendorCode, typeof cause === 'string' ? cause : undefined].filter(Boolean).join(': ')
}

/** The vendor's addresses that the options name, whatever the type. */
function addressesIn(
  options: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, ValueSchema>>,
): URL[] {
  return Object.entries(schema).flatMap(([key, described]) => {
    const value = options[key]
    if ('x-endpoint' in described && typeof value === 'string' && URL.canParse(value)) return [new URL(value)]
    if ('properties' in described && typeof value === 'object' && value !== null)
      return addressesIn(value as Record<string, unknown>, described.properties)
    return []
  })
}

async function reach(url: URL, outbound: Outbound, now: () => number): Promise<Probe> {
  const name = { zh: `地址 ${url.origin}`, en: `address ${url.origin}` }
  if (!/^https?:$/.test(url.protocol)) return { name, state: 'unknown' }
  try {
    const date = Date.parse((await outbound.fetch(url)).headers.get('date') ?? '')
    const skewS = Math.round((now() - date) / 1000)
    if (Math.abs(skewS * 1000) > mostSkewMs)
      return {
        name: { zh: '时钟', en: 'clock' },
        state: 'bad',
        found: `${Math.abs(skewS)} s ${skewS > 0 ? 'ahead of' : 'behind'} ${url.host}`,
        mend: { zh: '在本机启用时间同步（NTP）', en: 'let this machine keep its time by NTP' },
      }
    return { name, state: 'good' }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    // a redirect or a large page: somebody is there
    if (error.code !== 'source_unreachable') return { name, state: 'good' }
    return {
      name,
      state: 'bad',
      found: inWords(error),
      mend: {
        zh: '检查 DNS、防火墙、outbound.proxy、outbound.ca 与 outbound.allowPrivate',
        en: 'look at DNS, the firewall, outbound.proxy, outbound.ca and outbound.allowPrivate',
      },
    }
  }
}
