import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** The schema knows the letters of an IPv6 address, not its grammar; the URL parser does. */
export const noAddress: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((network, index) => {
    const [address = ''] = network.split('/')
    if (!address.includes(':') || URL.canParse(`http://[${address}]/`)) return []
    return [
      {
        at: ['server', 'trustedProxies', index],
        message: `${quote(network)} looks like an IPv6 address and is none`,
        help: 'write it as in fd00::/8 or ::1/128',
      },
    ]
  })
