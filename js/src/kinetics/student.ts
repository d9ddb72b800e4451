// Student's t for whole degrees of freedom: how many standard errors wide an interval is.

/** The share of t within ±sqrt(dof) tan(angle): the finite sums 26.7.3 and 26.7.4 of Abramowitz & Stegun. */
const within = (dof: number, angle: number): number => {
  const cosine = Math.cos(angle);
  const odd = dof % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = dof === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= dof - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  const share = Math.sin(angle) * sum;
  return odd ? ((angle + share) * 2) / Math.PI : share;
};

/** t within which lies the share `level` of Student's distribution with `dof` degrees of freedom, 1 or more. */
export const studentT = (dof: number, level: number): number => {
  let [low, high] = [0, Math.PI / 2];
  // Halved until two neighbouring numbers are left.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (within(dof, middle) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(dof) * Math.tan((low + high) / 2);
};
