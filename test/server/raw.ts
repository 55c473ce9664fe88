import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  /** Names in lower case; of repeated ones all values. */
  headers: Map<string, string[]>
  body: string
}

/** Sends these bytes to a port of this machine and reads what comes until the other side closes. */
export async function send(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  const parts: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    socket.on('data', part => parts.push(part))
    socket.on('close', () => resolve())
    socket.on('error', reject)
    socket.write(bytes)
  })
  const [head = '', body = ''] = split(Buffer.concat(parts).toString(), '\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const [name, value] = split(line, ': ')
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value])
  }
  return { status: Number(first.split(' ')[1]), headers, body }
}

/** A request without a body, with exactly these header lines. */
export const get = (port: number, target: string, lines: readonly string[]): Promise<RawAnswer> =>
  send(port, `GET ${target} HTTP/1.1\r\n${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)

export const post = (
  port: number,
  target: string,
  lines: readonly string[],
  form: Record<string, string>,
): Promise<RawAnswer> => {
  const body = new URLSearchParams(form).toString()
  const all = [
    ...lines,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  return send(port, `POST ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`)
}

function split(text: string, by: string): [string, string] {
  const at = text.indexOf(by)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + by.length)]
}
