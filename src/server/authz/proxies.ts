import { BlockList, isIPv4, type Socket } from 'node:net'

/** Whether a connection comes from one of `server.trustedProxies`: the address of the socket, whatever headers say. */
export function proxiesOf(networks: readonly string[]): (socket: Socket) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  // proxies keep their connections open
  const known = new WeakMap<Socket, boolean>()
  return socket => {
    const before = known.get(socket)
    if (before !== undefined) return before
    const { remoteAddress } = socket
    const isOne =
      remoteAddress !== undefined && list.check(remoteAddress, isIPv4(remoteAddress) ? 'ipv4' : 'ipv6')
    known.set(socket, isOne)
    return isOne
  }
}
