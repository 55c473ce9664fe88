const ending = /^(.+?)(?:in)?(?:(s)(?:ec|econd)|(m)in(?:ute)?|(h)our|(d)ay)s?$/

/** `intervalHours` is an interval in hours; here the value says so itself. What is left of the name, without case, and the unit. */
export function unitInName(plain: string): { readonly name: string; readonly unit: string } | undefined {
  const [, name = '', ...units] = ending.exec(plain) ?? []
  const unit = units.find(Boolean)
  return unit === undefined ? undefined : { name, unit }
}
