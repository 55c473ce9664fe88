import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Whoever is trusted as a proxy says from which address a person comes; sign-in limits count by that address. */
export const trustsEveryone: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((network, index) => {
    const much = muchOf(network)
    if (much === undefined) return []
    return [
      {
        at: ['server', 'trustedProxies', index],
        message: `${quote(network)} is ${much}: anyone could claim to be anyone in X-Forwarded-For`,
        label: 'everyone is trusted',
        help: 'list the addresses of your own proxies, such as 127.0.0.1/32',
      },
    ]
  })

/** What is wider than the largest network that is nobody's: 10.0.0.0/8 (RFC 1918), fc00::/7 (RFC 4193). */
function muchOf(network: string): string | undefined {
  const [address = '', length] = network.split('/')
  if (length === undefined) return undefined
  const isMapped = /^::ffff:/i.test(address)
  const kept = Number(length) - (isMapped ? 96 : 0)
  if (kept <= 0) return 'every address there is'
  return kept < (address.includes(':') && !isMapped ? 7 : 8) ? 'a large part of all addresses' : undefined
}
