import { beginning } from './beginning.ts'
import type { Told } from './other-file.ts'

/** `$ cat sso.config.yaml`, `root@host:~# vi …`, `PS C:\> type …`; at the end the prompt alone. */
const shell =
  /^(?:\$|[\w.-]{1,64}@[\w.-]{1,255}:\S{0,255}[$#]|\[\w[^\]]{0,255}\][$#]|(?:PS )?[A-Z]:\\[^>]{0,255}>)(?: +[a-z./]|\s*$)/
/** `cat > sso.config.yaml <<'EOF'` */
const here = /^(?:sudo +)?(?:cat|tee)\b[^<]{0,255}<<-?\s*["']?\w{1,64}["']?\s*$/

/** What a terminal shows around a file. */
export function prompt(text: string): Told | undefined {
  const [line] = beginning(text, 1)
  if (line === undefined) return undefined
  const on = (start: number, length: number) => [start, start + length] as const
  const told = { message: 'a line of a shell is not YAML', help: 'remove this line' }
  if (shell.test(line.text)) return { ...told, on: on(line.start, 1) }
  if (here.test(line.text))
    return { ...told, help: 'remove this line, and the last one, which ends the text', on: on(line.start, 3) }
  const end = text.trimEnd()
  const start = end.lastIndexOf('\n') + 1
  return shell.test(end.slice(start, start + 1024)) ? { ...told, on: on(start, 1) } : undefined
}
