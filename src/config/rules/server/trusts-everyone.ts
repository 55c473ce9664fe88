import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Whoever is trusted as a proxy says from which address a person comes; sign-in limits count by that address. */
export const trustsEveryone: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((network, index) => {
    const at = ['server', 'trustedProxies', index]
    const much = muchOf(network)
    if (much !== undefined)
      return [
        {
          at,
          message: `${quote(network)} is ${much}: anyone could claim to be anyone in X-Forwarded-For`,
          label: 'everyone is trusted',
          help: 'list the addresses of your own proxies, such as 127.0.0.1/32',
        },
      ]
    const meant = privatePart(network)
    if (meant === undefined) return []
    return [
      {
        at,
        message: `${quote(network)} is more than the private network ${meant}: strangers have the rest, and could claim to be anyone in X-Forwarded-For`,
        help: `write ${meant}, or better the addresses of your own proxies`,
      },
    ]
  })

/**
 * What is wider than the largest network that is nobody's: 10.0.0.0/8 (RFC 1918), fc00::/7 (RFC 4193). Of the public
 * addresses of IPv6 nobody was ever given more than a /20.
 */
function muchOf(network: string): string | undefined {
  const { address, kept, isIPv4 } = partsOf(network)
  if (kept === undefined) return undefined
  if (kept <= 0) return 'every address there is'
  const isPublic = !isIPv4 && /^[23][0-9a-f]{3}:/i.test(address)
  return kept < (isIPv4 ? 8 : isPublic ? 20 : 7) ? 'a large part of all addresses' : undefined
}

/** RFC 1918, RFC 6598; 10.0.0.0/8 is as large as anything may be. */
const privateNetworks = [
  { first: '172.16.0.0', kept: 12 },
  { first: '192.168.0.0', kept: 16 },
  { first: '100.64.0.0', kept: 10 },
]

/** The private network in one that has more in it: `172.0.0.0/8` is a slip for 172.16.0.0/12. */
function privatePart(network: string): string | undefined {
  const { address, kept, isIPv4 } = partsOf(network)
  const plain = /[0-9.]+$/.exec(address)?.[0] ?? ''
  if (kept === undefined || !isIPv4 || !plain.includes('.')) return undefined
  const part = privateNetworks.find(
    inner => kept < inner.kept && bitsOf(inner.first) >>> (32 - kept) === bitsOf(plain) >>> (32 - kept),
  )
  return part && `${part.first}/${part.kept}`
}

interface Parts {
  readonly address: string
  /** How many bits of it count. Absent: it is one address. */
  readonly kept: number | undefined
  /** Also in the form `::ffff:10.0.0.0/104`. */
  readonly isIPv4: boolean
}

function partsOf(network: string): Parts {
  const [address = '', length] = network.split('/')
  const isMapped = /^::ffff:/i.test(address)
  return {
    address,
    kept: length === undefined ? undefined : Number(length) - (isMapped ? 96 : 0),
    isIPv4: isMapped || !address.includes(':'),
  }
}

const bitsOf = (address: string): number =>
  address.split('.').reduce((bits, part) => ((bits << 8) | Number(part)) >>> 0, 0)
