type Library = typeof import('oidc-provider')

/**
 * Loads `oidc-provider`, which is not done before somebody needs it. On a Node that is older than it likes it says so
 * on standard error, where whoever reads our log expects JSON: `noticed` is told instead.
 */
export async function loadLibrary(
  noticed: (words: string) => void,
  load = (): Promise<Library> => import('oidc-provider'),
): Promise<Library> {
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    const isTheirs = String(words[0]).includes('oidc-provider ')
    if (isTheirs) noticed(words.join(' '))
    else warn(...words)
  }
  try {
    return await load()
  } finally {
    console.warn = warn
  }
}
