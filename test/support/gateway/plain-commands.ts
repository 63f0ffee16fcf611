/** Commands that the fixture's CLI prints, as the docs write them: `sluice`, without the file of configuration. */
export const plainCommands = (text: string): string =>
  text
    .replace(/ \\\n +/g, ' ')
    .replaceAll('node lib/cli/main.js ', 'sluice ')
    .replace(/( {4,}|`)(sluice [^`\n]*?) -c \S+?\.m?[jt]s(?=`|$)/gm, '$1$2');
