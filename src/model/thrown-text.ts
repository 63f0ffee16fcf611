/** The text of anything thrown, as `String` has it. It never fails, although what others throw may do so when it is read. */
export const thrownText = (error: unknown): string => {
  try {
    return String(error);
  } catch {
    return 'an error without text';
  }
};
