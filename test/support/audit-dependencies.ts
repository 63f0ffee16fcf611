// Part of `npm run verify`: finds known vulnerabilities in what users install with Sluice. It asks the npm registry; if
// that does not answer (offline, a mirror without advisories), it says so and passes: being offline is no fault.
import { spawnSync } from 'node:child_process';

const WAIT_MS = 30_000;
/** Lower severities are shown too, but do not fail the check. */
const FAILING: ReadonlySet<string> = new Set(['high', 'critical']);

interface Report {
  readonly vulnerabilities?: Readonly<Record<string, { readonly name: string; readonly severity: string }>>;
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly summary?: string };
}

const report = (): Report => {
  const asked = ['audit', '--omit=dev', '--json', '--fetch-retries=0', `--fetch-timeout=${WAIT_MS}`];
  const { stdout, error } = spawnSync('npm', asked, { encoding: 'utf8', timeout: 2 * WAIT_MS });
  if (error !== undefined) return { message: error.message };
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    // npm explains what it has no JSON for in words, on its stderr.
    return { message: 'npm audit gave no report' };
  }
};

const { vulnerabilities, message, error } = report();
if (vulnerabilities === undefined) {
  const why = [message, error?.code, error?.summary].find((text) => text !== undefined && text !== '');
  process.stdout.write(
    `not audited: the registry told nothing of known vulnerabilities (${why ?? 'no reason given'})\n`,
  );
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity } of found) process.stdout.write(`${severity}: ${name}, see \`npm audit\`\n`);
  const failing = found.filter(({ severity }) => FAILING.has(severity)).length;
  process.stdout.write(`audited: ${found.length} vulnerable packages, ${failing} high or critical\n`);
  process.exitCode = failing === 0 ? 0 : 1;
}
