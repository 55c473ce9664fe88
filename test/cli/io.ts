import { main } from '../../src/cli/main.ts'

export interface Said {
  code: number
  stdout: string
  stderr: string
}

export interface Situation {
  cwd: string
  stdin?: string
  /** There is a person at a terminal: these are their answers, and then they leave. */
  answers?: readonly string[]
  env?: Record<string, string>
  /** Ends a command that waits for it, as soon as it does; `none` never comes. */
  signal?: 'SIGINT' | 'SIGTERM' | 'none'
  /** Hears both outputs as they come. */
  terminal?: (text: string) => void
}

/** A command in this process, with nothing of the process's own. */
export async function command(
  args: readonly string[],
  { cwd, stdin = '', answers, env = {}, signal, terminal }: Situation,
): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  const heard = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      said[name] += text
      terminal?.(text)
    },
  })
  const left = [...(answers ?? [])]
  const ask = async (question: string) => {
    said.stderr += question
    return left.shift()
  }
  const code = await main([...args], {
    ask: answers && ask,
    stdout: heard('stdout'),
    stderr: heard('stderr'),
    stdin: (async function* () {
      // in pieces, as a pipe may give it
      for (const byte of Buffer.from(stdin)) yield Buffer.from([byte])
    })(),
    cwd,
    env,
    wait: async () => {},
    untilStopped: async () => {
      if (signal === undefined) throw new Error('this command does not wait')
      return signal === 'none' ? new Promise<never>(() => {}) : signal
    },
  })
  return { code, ...said }
}
