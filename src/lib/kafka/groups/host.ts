/** A member's address without the slash that Java puts before it, as in `/10.0.0.4` or `name/10.0.0.4`. */
export const plainHost = (text: string): string => text.slice(text.lastIndexOf('/') + 1)
