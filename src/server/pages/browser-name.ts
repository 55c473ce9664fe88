const browsers = [
  ['DingTalk', /DingTalk/i],
  ['WeLink', /WeLink|HuaweiWeLink/i],
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Opera', /OPR\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const

const systems = [
  ['Android', /Android/],
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
] as const

/** "Chrome · Windows": enough for a person to tell their devices apart. A hint only, as the header is the browser's word. */
export function browserName(userAgent: string): string | undefined {
  const first = (table: typeof browsers | typeof systems) =>
    table.find(([, mark]) => mark.test(userAgent))?.[0]
  return [first(browsers), first(systems)].filter(part => part !== undefined).join(' · ') || undefined
}
