/** True if JSON is nested deeper than `levels`. It counts brackets outside strings: cheap, and before a parser sees the text. */
export const isDeeper = (json: string, levels: number): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < json.length; index += 1) {
    const char = json.charCodeAt(index);
    if (quoted) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > levels) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
};
