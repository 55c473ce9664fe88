/** The string formats a plugin's schema may name; copied into the generated validators. */
exports.uri = value => URL.canParse(value)
exports.hostname = value => URL.canParse(`http://${value}`)
