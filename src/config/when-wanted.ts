/** Makes something when it is asked for, and once: of a file without a problem nobody wants to see the text. */
export function whenWanted<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
