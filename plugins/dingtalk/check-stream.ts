import { type Host, inManual, type Probe, refusedProbe, SsoError } from 'sso-kit/plugin'
import { connect } from './stream.ts'

/** Opens a connection as Stream mode does, and closes it. */
export async function checkStream(
  host: Host,
  app: Parameters<typeof connect>[1],
  signal: AbortSignal,
): Promise<Probe> {
  const name = { zh: '事件订阅：Stream 模式的连接', en: 'event subscription: the connection of Stream mode' }
  try {
    const socket = await connect(host, app, signal)
    socket.close()
    return { name, state: 'good' }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    const { code, vendorCode, cause } = error
    if (code === 'source_unreachable')
      return {
        name,
        state: 'bad',
        found: typeof cause === 'string' ? `${code}: ${cause}` : code,
        mend: {
          zh: '防火墙须放行 api.dingtalk.com:443 与 wss-open-connection.dingtalk.com:443',
          en: 'the firewall has to let out to api.dingtalk.com:443 and wss-open-connection.dingtalk.com:443',
        },
      }
    return refusedProbe(
      name,
      { code: vendorCode ?? code, isBusy: /^5\d\d$/.test(vendorCode ?? '') },
      inManual,
    )
  }
}
