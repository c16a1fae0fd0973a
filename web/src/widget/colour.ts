// The owner's colour, and the ink that can be read on it.

const kHex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

// Undefined when it is not #rrggbb.
export function inkOn(colour: string): { colour: string; dark: boolean } | undefined {
  const match = kHex.exec(colour);
  if (match === null) return undefined;
  const [red, green, blue] = match.slice(1).map((hex) => linear(parseInt(hex, 16) / 255)) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where black and white ink have the same contrast (WCAG 2): sqrt(1.05 * 0.05) - 0.05.
  return luminance > 0.179 ? { colour: '#14181d', dark: true } : { colour: '#ffffff', dark: false };
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
