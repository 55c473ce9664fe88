/** The string formats that a schema may name. */
export const formats: Readonly<Record<string, (value: string) => boolean>> = {
  uri: value => URL.canParse(value),
  hostname: value => URL.canParse(`http://${value}`),
}
