import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/**
 * The schema knows the letters of an IPv6 address, not its grammar; the URL parser does. The server takes the last part as
 * IPv4 (RFC 4291, section 2.5.5) only where it is mapped, the one form of the two that is still in use.
 */
export const noAddress: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((network, index) => {
    const [address = ''] = network.split('/')
    const isCompatible = address.includes('.') && !/^::ffff:/i.test(address)
    if (!address.includes(':') || (URL.canParse(`http://[${address}]/`) && !isCompatible)) return []
    return [
      {
        at: ['server', 'trustedProxies', index],
        message: `${quote(network)} looks like an IPv6 address and is none`,
        help: 'write it as in fd00::/8 or ::1/128',
      },
    ]
  })
