interface Line {
  readonly text: string
  readonly start: number
}

/** As much of a file is enough to know it by. */
const room = 16_384

/** Its first lines that say anything, at most so many. */
export function beginning(text: string, most: number): readonly Line[] {
  const found: Line[] = []
  let start = 0
  for (const line of text.slice(0, room).split('\n')) {
    if (found.length === most) break
    const said = line.trim()
    if (said !== '' && !/^[#;]/.test(said)) found.push({ text: said, start: start + line.indexOf(said) })
    start += line.length + 1
  }
  return found
}
