import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:tls'

export interface WebAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

const page = { accept: 'text/html', 'accept-language': 'en', 'sec-fetch-mode': 'navigate' }

/** A browser for which every name leads to one port of this machine, by https; cookies by host name. */
export class Web {
  readonly #port: number
  readonly jar = new Map<string, Map<string, string>>()
  constructor(port: number) {
    this.#port = port
  }

  get(url: string, headers: Record<string, string> = page): Promise<WebAnswer> {
    return this.send('GET', url, headers)
  }

  post(url: string, form: Record<string, string>): Promise<WebAnswer> {
    const { origin } = new URL(url)
    const type = 'application/x-www-form-urlencoded'
    const headers = { ...page, origin, 'sec-fetch-site': 'same-origin', 'content-type': type }
    return this.send('POST', url, headers, new URLSearchParams(form).toString())
  }

  async send(method: string, url: string, headers: Record<string, string>, body = ''): Promise<WebAnswer> {
    // the path as it is written: a parser would take the dots out
    const [, host = '', path = ''] = /^https:\/\/([^/]+)(.*)$/.exec(url) ?? []
    const jar = this.jar.get(host) ?? new Map<string, string>()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const lines = {
      ...headers,
      host,
      ...(cookie && { cookie }),
      ...(body && { 'content-length': body.length }),
    }
    const answer = await new Promise<WebAnswer>((resolve, reject) => {
      const asked = request({ ...this.#to(host), method, path, headers: lines, agent: false }, response => {
        const parts: Buffer[] = []
        response.on('data', part => parts.push(part))
        response.on('end', () => {
          const { statusCode: status = 0, headers: got } = response
          resolve({ status, headers: got, body: Buffer.concat(parts).toString() })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
    for (const line of answer.headers['set-cookie'] ?? []) {
      if (!/^__Host-[^=]+=[^;]*; Path=\/; HttpOnly; SameSite=Lax; Secure/.test(line) || /domain=/i.test(line))
        throw new Error(`a cookie that is not of the strictest kind: ${line}`)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    this.jar.set(host, jar)
    return answer
  }

  /** On and on until there is a page. */
  async follow(url: string): Promise<{ way: string[]; answer: WebAnswer }> {
    const way: string[] = []
    for (let at = url; way.length < 10; ) {
      way.push(at)
      const answer = await this.get(at)
      if (answer.headers.location === undefined) return { way, answer }
      at = new URL(answer.headers.location, at).href
    }
    throw new Error(`a circle: ${way.join(' → ')}`)
  }

  /** Exactly these lines to this host; what comes back until the first empty line, and then until `until`. */
  async lines(host: string, lines: readonly string[], until = '\r\n\r\n', then = ''): Promise<string> {
    const socket = connect(this.#to(host))
    let seen = ''
    await new Promise<void>((resolve, reject) => {
      socket.on('data', part => {
        const before = seen.includes('\r\n\r\n')
        seen += part.toString()
        if (!before && seen.includes('\r\n\r\n')) socket.write(then)
        if (seen.includes(until)) resolve()
      })
      socket.on('close', () => resolve())
      socket.on('error', reject)
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    })
    socket.destroy()
    return seen
  }

  /** The certificate is one of this test. */
  #to(host: string) {
    return { host: '127.0.0.1', port: this.#port, servername: host, rejectUnauthorized: false }
  }
}
