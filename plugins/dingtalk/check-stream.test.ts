import { describe, expect, it } from 'vitest'
import { faulty, probed, secret } from '../../test/probes.ts'
import { Vendor } from './fixtures/vendor.ts'
import plugin from './index.ts'

const options: Parameters<typeof plugin.open>[0] = {
  ...{ corpId: 'dingcorp', clientId: 'dingapp', clientSecret: secret },
  ...{ edition: 'standard', membership: 'required', events: { mode: 'stream' } },
  endpoints: {
    login: 'http://ding.test/login',
    api: 'http://ding.test/api',
    oapi: 'http://ding.test/oapi',
    jsapi: 'http://ding.test/jsapi.js',
  },
}
const gateway = '/v1.0/gateway/connections/open'

/** The last step, with a gateway that answers so; a connection is there for whoever has a ticket. */
async function last(reply?: Response, own = options): Promise<string | undefined> {
  const { dingtalk } = new Vendor({ clientSecret: secret })
  const closed: boolean[] = []
  const socket = async (url: string | URL) => {
    if (!dingtalk.socket(new Request(String(url).replace('ws:', 'http:')))) throw new Error('no ticket')
    return { send() {}, close: () => void closed.push(true), async *[Symbol.asyncIterator]() {} }
  }
  const vendor = reply ? faulty(dingtalk, { [gateway]: reply }) : dingtalk
  const lines = await probed(plugin, own, vendor, { socket })
  if (lines.at(-1)?.includes('Stream') && lines.at(-1)?.startsWith('good')) expect(closed).toEqual([true])
  return lines.at(-1)
}

describe('the connectivity test of Stream mode', () => {
  it('opens a connection and closes it', async () => {
    expect(await last()).toBe('good event subscription: the connection of Stream mode')
  })

  it('is none where events come by HTTP, or not at all', async () => {
    const { events: _, ...none } = options
    expect(await last(undefined, none)).not.toContain('Stream')
  })

  it.each<[string, Response, string]>([
    ['a refusal', Response.json({ code: 'notAllowed' }, { status: 403 }), 'bad'],
    ['an error of DingTalk’s own', Response.json({ message: 'x' }, { status: 503 }), 'busy'],
  ])('tells %s by its code', async (_, reply, state) => {
    const code = state === 'bad' ? 'notAllowed' : '503'
    expect(await last(reply)).toMatch(
      new RegExp(`^${state} event subscription: the connection of Stream mode \\| ${code}`),
    )
  })

  it('names the addresses that the firewall has to let out to', async () => {
    const { dingtalk } = new Vendor({ clientSecret: secret })
    const { createOutbound } = await import('../../src/server/outbound.ts')
    const outbound = createOutbound({ allowPrivate: [] })
    const lines = await probed(plugin, options, dingtalk, { socket: outbound.socket })
    await outbound.close()
    expect(lines.at(-1)).toMatch(
      /^bad event subscription: the connection of Stream mode \| source_unreachable: .*-> the firewall has to let out to api\.dingtalk\.com:443 and wss-open-connection\.dingtalk\.com:443$/,
    )
  })
})
