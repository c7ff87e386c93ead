type Bin = { readonly predicted: number; readonly observed: number; readonly count: number };

/** How far what was said lies from what happened, in the mean over answers (the expected calibration error). */
export function meanGap(bins: readonly Bin[]): number {
  const answers = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (answers === 0) return 0;
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.predicted - bin.observed), 0) / answers;
}
