/**
 * 64 bits that tell one text from another, for code that has no cryptography at hand: workflows. Whoever can choose both
 * texts can make them alike, so nothing may be trusted for its sake. Stored in histories: it must not change.
 */
export const textDigest = (text: string): string => {
  let [first, second] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 2_654_435_761);
    second = Math.imul(second ^ code, 1_597_334_677);
  }
  return [mixed(first, second), mixed(second, first)].map((half) => half.toString(36).padStart(7, '0')).join('');
};

const mixed = (one: number, other: number): number =>
  (Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(other ^ (other >>> 13), 3_266_489_909)) >>> 0;
