/** Loads a module that is not part of the program. A file of its own: `build/alone.mjs` puts another in its place. */
export const importModule = (url: string): Promise<unknown> => import(/* @vite-ignore */ url)
