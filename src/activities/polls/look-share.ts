/** How many of the polls look once more for what no answer tells, such as what has moved in front of the place. */
export const LOOK_SHARE = 0.01;
